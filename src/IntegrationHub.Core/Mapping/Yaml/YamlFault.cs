using YamlDotNet.Core;

namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>What a YAML parser complains of, in words for whoever wrote the line.</summary>
internal static class YamlFault
{
    public static string Of(YamlException broken, string text)
    {
        var lines = text.Split('\n');
        var line = (int)broken.Start.Line is > 0 and var number && number <= lines.Length ? lines[number - 1] : "";
        if (line[..(line.Length - line.TrimStart().Length)].Contains('\t', StringComparison.Ordinal))
            return "a tab at the beginning of the line; put spaces there, as in the lines around it";
        return broken.Message switch
        {
            var message when message.Contains("did not find expected key", StringComparison.Ordinal) =>
                "this line does not fit the ones above; keys of one level begin in the same column, what belongs to a key stands further right",
            var message when message.Contains("apping values are not allowed", StringComparison.Ordinal) =>
                "a second ':' after a value; put the value in quotes, write { key: value }, or begin this line in the column of the one above",
            var message when message.Contains("could not find expected ':'", StringComparison.Ordinal) => "a key without ': ' and a value behind it",
            var message => message,
        };
    }
}
