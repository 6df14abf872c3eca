using System.Text;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Numbers, exact, and yes or no.</summary>
internal static class NumberConverters
{
    public static IReadOnlyList<Converter> All { get; } =
    [
        new("integer", RuleType.Number, "A whole number, from a number or a text. A fraction other than zero is refused.", _ => Integer)
        {
            Examples = [new("integer", "\"30\"", "30"), new("integer", "1.5", "refused: not a whole number")],
        },
        new("decimal", RuleType.Number, "A number, exact to 28 digits, from a number or a text with a point; more digits are refused, never cut.", _ => Decimal)
        {
            Examples = [new("decimal", "\"32.380\"", "32.380"), new("decimal", "\"1,5\"", "refused: not a number")],
        },
        new("number-locale", RuleType.Number, "A number written with other marks than a point. Group marks must stand before groups of three digits.",
            arguments => Locale(arguments.Character("decimal"), arguments.Text("group")))
        {
            Parameters =
            [
                new("decimal", ParameterKind.Text, "The mark before the fraction."),
                new("group", ParameterKind.Text, "The mark between groups of three digits; none: groups are refused.", ""),
            ],
            Examples =
            [
                new("{ number-locale: { decimal: \",\", group: \".\" } }", "\"1.234,50\"", "1234.50"),
                new("{ number-locale: { decimal: \",\", group: \".\" } }", "\"1.23\"", "refused: not a number"),
            ],
        },
        new("boolean", RuleType.Boolean, "True or false, from JSON's own or the texts `true` and `false`.", _ => Boolean)
        {
            Examples = [new("boolean", "\"true\"", "true"), new("boolean", "\"Y\"", "refused: neither true nor false")],
        },
        new("yes-no", RuleType.Boolean, "True for Y, YES, TRUE, X and 1, false for N, NO, FALSE and 0, in any case; or for the two texts given.",
            arguments => YesNo(arguments.Text("yes"), arguments.Text("no")))
        {
            Parameters =
            [
                new("yes", ParameterKind.Text, "The only text that means yes.", ""),
                new("no", ParameterKind.Text, "The only text that means no.", ""),
            ],
            Examples = [new("yes-no", "\"Y\"", "true"), new("{ yes-no: { yes: J, no: N } }", "\"N\"", "false"), new("yes-no", "\"?\"", "refused: neither yes nor no")],
        },
    ];

    private static Value Decimal(scoped in Value value, TextCache texts) =>
        Scalars.Decimal(in value, texts, out var number) is { } cause ? Value.Refused(cause) : Value.OfNumber(number);

    private static Value Integer(scoped in Value value, TextCache texts) =>
        Scalars.Decimal(in value, texts, out var number) is { } cause ? Value.Refused(cause)
        : number != decimal.Truncate(number) ? Value.Refused("not a whole number")
        : Value.OfNumber(decimal.Truncate(number));

    private static Value Boolean(scoped in Value value, TextCache texts) =>
        Scalars.Boolean(in value, texts, out var truth) is { } cause ? Value.Refused(cause) : Value.OfBoolean(truth);

    private static Conversion YesNo(string yes, string no)
    {
        if ((yes.Length == 0) != (no.Length == 0))
            throw new FormatException("give both 'yes' and 'no', or neither");
        HashSet<string> yesses = new(yes.Length == 0 ? ["Y", "YES", "TRUE", "X", "1"] : [yes], StringComparer.OrdinalIgnoreCase);
        HashSet<string> noes = new(no.Length == 0 ? ["N", "NO", "FALSE", "0"] : [no], StringComparer.OrdinalIgnoreCase);
        return (scoped in value, texts) =>
        {
            var text = value.ToText(texts);
            return yesses.Contains(text) ? Value.OfBoolean(true) : noes.Contains(text) ? Value.OfBoolean(false) : Value.Refused("neither yes nor no");
        };
    }

    private static Conversion Locale(char point, string group)
    {
        if (group.Length > 1 || (group.Length == 1 && group[0] == point))
            throw new FormatException("'group' must be one character, and another than 'decimal'");
        return (scoped in value, texts) =>
        {
            if (value.Kind is not ValueKind.Text)
                return Decimal(in value, texts);
            var text = value.ToText(texts);
            var at = text.IndexOf(point, StringComparison.Ordinal);
            var whole = at < 0 ? text : text[..at];
            var fraction = at < 0 ? "" : $".{text[(at + 1)..]}";
            if (!TryUngroup(whole, group, out whole))
                return Value.Refused(ExactDecimal.NotANumber);
            return ExactDecimal.TryParse(Encoding.UTF8.GetBytes(whole + fraction), out var number) is { } cause ? Value.Refused(cause) : Value.OfNumber(number);
        };
    }

    private static bool TryUngroup(string whole, string group, out string digits)
    {
        var parts = group.Length == 0 ? [whole] : whole.Split(group[0]);
        digits = string.Concat(parts);
        return !digits.Contains('.', StringComparison.Ordinal) && parts[0].Length > 0 && parts[0] != "-" && parts.Skip(1).All(part => part.Length == 3);
    }
}
