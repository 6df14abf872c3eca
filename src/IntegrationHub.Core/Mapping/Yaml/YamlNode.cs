namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>A piece of YAML with its place (from 1), which is what error messages need and object deserializers lose.</summary>
internal abstract class YamlNode(int line, int column)
{
    public int Line { get; } = line;
    public int Column { get; } = column;

    /// <summary>The file it stands in, for messages: part of a mapping may stand in the file of its base. Null: the file at hand.</summary>
    public string? File { get; init; }

    /// <summary>What it is, in the words of an error message.</summary>
    public abstract string Noun { get; }
}

/// <summary>A scalar.</summary>
internal sealed class YamlText(string value, bool plain, int line, int column) : YamlNode(line, column)
{
    public string Value { get; } = value;

    /// <summary>Written without quotes: <c>12</c> is a number, <c>"12"</c> a text.</summary>
    public bool Plain { get; } = plain;

    /// <summary>Nothing: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Plain && Value is "" or "~" or "null";

    public override string Noun => IsNull ? "nothing" : "a single value";
}

internal sealed class YamlList(IReadOnlyList<YamlNode> items, int line, int column) : YamlNode(line, column)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;
    public override string Noun => "a list";
}

internal sealed class YamlMap(IReadOnlyList<YamlEntry> entries, int line, int column) : YamlNode(line, column)
{
    /// <summary>In the order of the file; no key twice.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    public override string Noun => "a set of keys";

    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Value;

    public bool Has(string key) => this[key] is not null;
}

internal sealed record YamlEntry(YamlText Key, YamlNode Value);
