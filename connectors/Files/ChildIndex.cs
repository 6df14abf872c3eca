using System.Buffers;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>All rows of a child file in memory, as JSON, by the key of the record they belong to.</summary>
internal sealed class ChildIndex
{
    private readonly Dictionary<string, List<Row>> _rows = [];
    private readonly HashSet<string> _taken = [];
    private readonly string _lines;

    private ChildIndex(string name, string lines)
    {
        Property = JsonEncodedText.Encode(name, FilesJson.Options.Encoder);
        _lines = lines;
    }

    /// <summary>The JSON array the rows go into.</summary>
    public JsonEncodedText Property { get; }

    /// <summary>What of the file is no row.</summary>
    public List<BrokenRecord> Broken { get; } = [];

    public static async Task<ChildIndex> LoadAsync(EntityFiles.Child child, CancellationToken cancellationToken)
    {
        await using var rows = await child.Table.OpenAsync(cancellationToken);
        var index = new ChildIndex(child.Name, rows.Lines);
        var on = child.OnColumns(rows.Header);
        var pages = new JsonPages();
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, FilesJson.Options);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.Broken is { } broken)
            {
                index.Broken.Add(broken);
                continue;
            }

            if (rows.Key(on) is not { } key)
            {
                index.Broken.Add(rows.Break($"{child.On} is empty, so the row belongs to nothing."));
                continue;
            }

            json.ResetWrittenCount();
            writer.Reset();
            writer.WriteStartObject();
            rows.WriteCells(writer);
            writer.WriteEndObject();
            writer.Flush();
            if (!index._rows.TryGetValue(key, out var siblings))
                index._rows.Add(key, siblings = []);
            siblings.Add(new(pages.Keep(json.WrittenSpan), rows.Line));
        }

        return index;
    }

    /// <summary>Writes the array of a record's rows, in file order; empty when it has none.</summary>
    public void Write(Utf8JsonWriter writer, string key)
    {
        writer.WriteStartArray(Property);
        foreach (var row in _rows.GetValueOrDefault(key, []))
            writer.WriteRawValue(row.Json.Span, skipInputValidation: true);
        writer.WriteEndArray();
    }

    /// <summary>Notes that a record of this key is there.</summary>
    public void Take(string key)
    {
        if (_rows.ContainsKey(key))
            _taken.Add(key);
    }

    /// <summary>Once all records were read: the rows that belong to none of them.</summary>
    public IEnumerable<BrokenRecord> Orphans(string parentFile) =>
        from pair in _rows
        where !_taken.Contains(pair.Key)
        from row in pair.Value
        select new BrokenRecord($"{_lines} {row.Line}", $"{parentFile} has no row '{pair.Key}' for it to belong to. Add that row, or remove this one.", row.Json);

    private readonly record struct Row(ReadOnlyMemory<byte> Json, int Line);
}
