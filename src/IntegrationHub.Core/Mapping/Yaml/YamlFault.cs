using YamlDotNet.Core;

namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>What a YAML parser complains of, in words for whoever wrote the line.</summary>
internal static class YamlFault
{
    public static void Tell(YamlException broken, string text, Lints lints)
    {
        // The parser may only notice at the end of the value before it.
        var lines = text.Split('\n');
        for (var number = Math.Max(1, (int)broken.Start.Line); number <= Math.Min(lines.Length, (int)broken.End.Line + 1); number++)
        {
            var line = lines[number - 1];
            if (!line[..(line.Length - line.TrimStart().Length)].Contains('\t', StringComparison.Ordinal))
                continue;
            lints.Add(number, 1, "not valid YAML: a tab at the beginning of the line; put spaces there, as in the lines around it");
            return;
        }

        lints.Add((int)broken.Start.Line, (int)broken.Start.Column, $"not valid YAML: {Words(broken.Message)}");
    }

    private static string Words(string message) =>
        message.Contains("did not find expected key", StringComparison.Ordinal)
            ? "this line does not fit the ones above; keys of one level begin in the same column, and what belongs to a key stands further right"
        : message.Contains("found invalid mapping", StringComparison.Ordinal) || message.Contains("apping values are not allowed", StringComparison.Ordinal)
            ? "a ':' where the value above goes on; begin this line in the same column as the one above, or, within one line, write { key: value } or put the value in quotes"
        : message.Contains("could not find expected ':'", StringComparison.Ordinal) ? "a key without ': ' and a value behind it"
        : message;
}
