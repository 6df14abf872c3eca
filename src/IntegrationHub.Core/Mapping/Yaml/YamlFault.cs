using YamlDotNet.Core;

namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>What a YAML parser complains of, in words for whoever wrote the line.</summary>
internal static class YamlFault
{
    public static void Tell(YamlException broken, string text, Lints lints)
    {
        // The parser may only notice at the end of the value before it, or tell where that value began.
        var lines = text.Split('\n');
        var end = broken.Message.Contains("invalid tab", StringComparison.Ordinal) ? lines.Length : Math.Min(lines.Length, (int)broken.End.Line + 1);
        for (var number = Math.Max(1, (int)broken.Start.Line - 1); number <= end; number++)
        {
            if (Mistyped(lines[number - 1]) is not var (column, what))
                continue;
            lints.Add(number, column, $"not valid YAML: {what}");
            return;
        }

        lints.Add((int)broken.Start.Line, (int)broken.Start.Column, $"not valid YAML: {Words(broken.Message)}");
    }

    /// <summary>A character that looks like the one YAML wants there.</summary>
    private static (int Column, string What)? Mistyped(string line)
    {
        var text = line.TrimStart();
        var indent = line.Length - text.Length;
        if (text.StartsWith('#'))
            return null;
        if (line[..indent].Contains('\t', StringComparison.Ordinal))
            return (1, "a tab at the beginning of the line; put spaces there, as in the lines around it");
        return text.IndexOf('：', StringComparison.Ordinal) is > 0 and var colon && !text[..colon].Contains(':', StringComparison.Ordinal)
            ? (indent + colon + 1, "a full-width '：'; write ': '")
            : null;
    }

    private static string Words(string message) =>
        message.Contains("did not find expected key", StringComparison.Ordinal)
            ? "this line does not fit the ones above; keys of one level begin in the same column, and what belongs to a key stands further right"
        : message.Contains("found invalid mapping", StringComparison.Ordinal) || message.Contains("apping values are not allowed", StringComparison.Ordinal)
            ? "a ':' where the value above goes on; begin this line in the same column as the one above, or, within one line, write { key: value } or put the value in quotes"
        : message.Contains("could not find expected ':'", StringComparison.Ordinal) ? "a key without ': ' and a value behind it"
        : message;
}
