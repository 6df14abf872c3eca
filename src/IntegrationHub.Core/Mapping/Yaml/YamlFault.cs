using YamlDotNet.Core;

namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>What a YAML parser complains of, in words for whoever wrote the line.</summary>
internal static class YamlFault
{
    /// <summary>Tells the fault. True when it was a mistyped character, which is mended now: what follows can be read.</summary>
    public static bool TryMend(YamlException broken, Mistyped lines, Lints lints)
    {
        // The parser may only notice at the end of the value before it, or tell where that value began.
        var end = broken.Message.Contains("invalid tab", StringComparison.Ordinal) ? lines.Count : Math.Min(lines.Count, (int)broken.End.Line + 1);
        for (var number = Math.Max(1, (int)broken.Start.Line - 1); number <= end; number++)
        {
            if (lines.TryMend(number, lints))
                return true;
        }

        lints.Add((int)broken.Start.Line, lines.Column((int)broken.Start.Line, (int)broken.Start.Column), $"not valid YAML: {Words(broken.Message)}");
        return false;
    }

    private static string Words(string message) =>
        message.Contains("did not find expected key", StringComparison.Ordinal)
            ? "this line does not fit the ones above; keys of one level begin in the same column, and what belongs to a key stands further right"
        : message.Contains("found invalid mapping", StringComparison.Ordinal) || message.Contains("apping values are not allowed", StringComparison.Ordinal)
            ? "a ':' where the value above goes on; begin this line in the same column as the one above, or, within one line, write { key: value } or put the value in quotes"
        : message.Contains("could not find expected ':'", StringComparison.Ordinal) ? "a key without ': ' and a value behind it"
        : message;
}
