using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Pieces of texts, taken out, put in, put around.</summary>
internal static class PieceConverters
{
    private const string NoMatch = "does not fit the pattern";

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("before", RuleType.Text, "What stands before the first occurrence of a mark; the whole text when it has none.",
            arguments =>
            {
                var mark = Given(arguments, "mark");
                return TextConverters.OnText(text => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text);
            })
        {
            Parameters = [new("mark", ParameterKind.Text, "One character or several.")],
            Examples = [new("{ before: \" ext\" }", "\"03-1234-5678 ext 9\"", "\"03-1234-5678\""), new("{ before: \"/\" }", "\"/7\"", "absent")],
        },
        new("after", RuleType.Text, "What stands after the first occurrence of a mark; absent when there is none.",
            arguments =>
            {
                var mark = Given(arguments, "mark");
                return TextConverters.OnText(text => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[(at + mark.Length)..] : "");
            })
        {
            Parameters = [new("mark", ParameterKind.Text, "One character or several.")],
            Examples = [new("{ after: \"-\" }", "\"SO-4711-1\"", "\"4711-1\""), new("{ after: \"-\" }", "\"4711\"", "absent")],
        },
        new("split-part", RuleType.Text, "One of the parts between marks; absent when there are not so many.",
            arguments =>
            {
                var (mark, index) = (Given(arguments, "mark"), arguments.Integer("index"));
                return TextConverters.OnText(text =>
                {
                    var parts = text.Split(mark);
                    var at = index < 0 ? parts.Length + index : index;
                    return at >= 0 && at < parts.Length ? parts[at].Trim() : "";
                });
            })
        {
            Parameters =
            [
                new("mark", ParameterKind.Text, "What stands between the parts."),
                new("index", ParameterKind.Integer, "Which part, from 0; -1 is the last."),
            ],
            Examples = [new("{ split-part: { mark: \"\\n\", index: 1 } }", "\"Suite 5\\nObere Str. 57\"", "\"Obere Str. 57\""), new("{ split-part: { mark: \";\", index: 3 } }", "\"a;b\"", "absent")],
        },
        new("replace", RuleType.Text, "Every occurrence of a text by another, or by nothing.",
            arguments =>
            {
                var (of, by) = (Given(arguments, "of"), arguments.Text("by"));
                return TextConverters.OnText(text => text.Replace(of, by, StringComparison.Ordinal));
            })
        {
            Parameters = [new("of", ParameterKind.Text, "The text to look for, exactly."), new("by", ParameterKind.Text, "What stands for it; none: it is taken out.", "")],
            Examples = [new("{ replace: { of: \"_\", by: \"-\" } }", "\"A_1_2\"", "\"A-1-2\""), new("{ replace: \"-\" }", "\"12-34\"", "\"1234\"")],
        },
        new("pattern", RuleType.Text, "What a regular expression finds first: the whole match, or one of its groups. It runs in linear time, so look-around and back-references are not taken.",
            arguments => Find(arguments.Text("pattern"), arguments.Text("group"), arguments.Text("unmatched") == "absent"))
        {
            Parameters =
            [
                new("pattern", ParameterKind.Text, "The regular expression."),
                new("group", ParameterKind.Text, "Number or name of a group; 0 is the whole match.", "0"),
                new("unmatched", ParameterKind.Choice, "What a text that does not fit becomes: `refuse` or `absent`.", "refuse") { Choices = ["refuse", "absent"] },
            ],
            Examples =
            [
                new("{ pattern: { pattern: \"PO[ #:]*([0-9]+)\", group: 1 } }", "\"your PO #4711 of May\"", "\"4711\""),
                new("{ pattern: \"^[0-9]{8}$\" }", "\"4711\"", $"refused: {NoMatch}"),
                new("{ pattern: { pattern: \"[0-9]+\", unmatched: absent } }", "\"none\"", "absent"),
            ],
        },
        new("prefix", RuleType.Text, "With a text in front, unless it stands there already.",
            arguments =>
            {
                var prefix = Given(arguments, "text");
                return TextConverters.OnText(text => text.StartsWith(prefix, StringComparison.Ordinal) ? text : prefix + text);
            })
        {
            Parameters = [new("text", ParameterKind.Text, "What to put in front.")],
            Examples = [new("{ prefix: T }", "\"7000012050002\"", "\"T7000012050002\""), new("{ prefix: T }", "\"T7000012050002\"", "\"T7000012050002\"")],
        },
        new("suffix", RuleType.Text, "With a text behind, unless it stands there already.",
            arguments =>
            {
                var suffix = Given(arguments, "text");
                return TextConverters.OnText(text => text.EndsWith(suffix, StringComparison.Ordinal) ? text : text + suffix);
            })
        {
            Parameters = [new("text", ParameterKind.Text, "What to put behind.")],
            Examples = [new("{ suffix: 様 }", "\"山田\"", "\"山田様\""), new("{ suffix: 様 }", "\"山田様\"", "\"山田様\"")],
        },
    ];

    private static Conversion Find(string pattern, string group, bool absent)
    {
        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new FormatException(wrong.Message);
        }

        if (!regex.GetGroupNames().Contains(group))
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the pattern has no group '{group}'; it has {string.Join(", ", regex.GetGroupNames())}"));
        return (scoped in value, texts) =>
        {
            var match = regex.Match(value.ToText(texts));
            return match.Success ? Value.OfText(match.Groups[group].Value) : absent ? Value.OfAbsent(AbsentKind.Empty) : Value.Refused(NoMatch);
        };
    }

    private static string Given(Arguments arguments, string name) =>
        arguments.Text(name) is { Length: > 0 } text ? text : throw new FormatException($"'{name}' must not be empty");
}
