using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Host.Mappings;

/// <summary>A mapping's file as a page shows it, and its cases.</summary>
internal static partial class MappingText
{
    /// <summary>The lines of a file.</summary>
    internal static IReadOnlyList<string> Lines(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span).TrimStart('\uFEFF').TrimEnd().ReplaceLineEndings("\n").Split('\n');

    /// <summary>Whether a mapping's file is not as it was when the hub read it.</summary>
    internal static bool HasChanged(MappingInForce mapping) =>
        !File.Exists(mapping.File.Path) || !File.ReadAllBytes(mapping.File.Path).AsSpan().SequenceEqual(mapping.Parts[0].Content.Span);

    /// <summary>The name by which a mapping's page leads to a rule; null: it is in none of these files.</summary>
    internal static string? Anchor(IReadOnlyList<MappingPart> parts, RuleText rule)
    {
        for (var place = 0; place < parts.Count; place++)
            if (rule.Line > 0 && parts[place].File == rule.File)
                return Anchor(place, rule.Line);
        return null;
    }

    /// <summary>A line of the mapping itself (<c>L7</c>), or of what it draws on.</summary>
    internal static string Anchor(int place, int line) => place == 0 ? $"L{line}" : $"P{place}L{line}";

    /// <summary>A line of YAML taken apart for colouring: what is before its comment begins with an indented key, when it has one.</summary>
    internal static (string Indent, string Key, string Value, string Comment) Parts(string line)
    {
        var match = YamlLine().Match(line);
        return (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value);
    }

    // A '#' begins a comment at the start or after white space; one within quotes has a quote somewhere behind it, and is left alone.
    [GeneratedRegex(@"^(\s*(?:- +)?)((?:[^\s#'""{}\[\],:][^\s:{}\[\],]*|'[^']*'|""[^""]*"")(?=:(?:\s|$)))?(.*?)((?:(?<=^|\s)#[^'""]*)?)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex YamlLine();
}
