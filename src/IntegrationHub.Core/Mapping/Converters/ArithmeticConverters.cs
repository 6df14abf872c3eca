using System.Text;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Numbers to numbers, exact unless the mapping says where to round.</summary>
internal static class ArithmeticConverters
{
    private const string TooLong = "a result of more than 28 digits, which cannot be kept exactly";
    private const string Remainder = "a division with a remainder; say where to round it by 'digits'";

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("abs", RuleType.Number, "A number without its sign: amounts of credit notes that the source writes as negative.", _ => OnNumber(number => Math.Abs(number), ""))
        {
            Examples = [new("abs", "\"-12.50\"", "12.50"), new("abs", "\"x\"", "refused: not a number")],
        },
        new("negate", RuleType.Number, "A number with the other sign.", _ => OnNumber(number => -number, ""))
        {
            Examples = [new("negate", "12.50", "-12.50"), new("negate", "\"x\"", "refused: not a number")],
        },
        new("multiply", RuleType.Number, "A number times another, exactly.", arguments =>
            {
                var by = arguments.Decimal("by");
                return OnNumber(number => ExactMath.Multiply(number, by), TooLong);
            })
        {
            Parameters = [new("by", ParameterKind.Decimal, "The other number.")],
            Examples = [new("{ multiply: 100 }", "\"0.08\"", "8.00"), new("{ multiply: 1.1 }", "1.00000000000000000000000001", "1.100000000000000000000000011"), new("{ multiply: 0.11 }", "1.0000000000000000000000000001", $"refused: {ExactDecimal.TooManyDigits}")],
        },
        new("divide", RuleType.Number, "A number by another: exactly, or rounded to `digits` (half away from zero).", arguments =>
            {
                var by = arguments.Decimal("by") is not 0 and var number ? number : throw new FormatException("'by' must not be 0");
                if (arguments.Text("digits").Length == 0)
                    return OnNumber(value => ExactMath.Divide(value, by), Remainder);
                var digits = Digits(arguments);
                return OnNumber(value => ExactMath.DivideRounded(value, by, digits), TooLong);
            })
        {
            Parameters =
            [
                new("by", ParameterKind.Decimal, "The other number."),
                new("digits", ParameterKind.Integer, "Digits after the point; none: a division with a remainder is refused.", ""),
            ],
            Examples = [new("{ divide: 1000 }", "\"1500\"", "1.5"), new("{ divide: 3 }", "10", $"refused: {Remainder}"), new("{ divide: { by: 3, digits: 2 } }", "10", "3.33")],
        },
        new("round", RuleType.Number, "A number with so many digits after the point and no more. Only here is anything ever rounded without being asked twice.", arguments =>
            {
                var (digits, mode) = (Digits(arguments), arguments.Text("mode"));
                return OnNumber(number => Round(number, digits, mode), TooLong);
            })
        {
            Parameters =
            [
                new("digits", ParameterKind.Integer, "Digits after the point, 0 to 28."),
                new("mode", ParameterKind.Choice, "`half-up` (away from zero), `half-even`, `down` (towards zero, 切捨て) or `up` (away from zero, 切上げ).", "half-up") { Choices = ["half-up", "half-even", "down", "up"] },
            ],
            Examples = [new("{ round: 2 }", "2.345", "2.35"), new("{ round: { digits: 0, mode: down } }", "\"-108.9\"", "-108"), new("{ round: { digits: 0, mode: up } }", "108.1", "109"), new("{ round: 2 }", "\"x\"", "refused: not a number")],
        },
        new("sap-number", RuleType.Number, "A number as SAP's files write it: spaces around it, and the sign of a negative one behind it.", _ => (scoped in value, texts) =>
            {
                var text = value.ToText(texts).Trim();
                if (text.EndsWith('-'))
                    text = $"-{text[..^1].TrimEnd()}";
                return ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number) is { } cause ? Value.Refused(cause) : Value.OfNumber(number);
            })
        {
            Examples = [new("sap-number", "\"   1234.50-\"", "-1234.50"), new("sap-number", "\"1234.50\"", "1234.50"), new("sap-number", "\"-5-\"", "refused: not a number")],
        },
    ];

    private static int Digits(Arguments arguments) => arguments.Integer("digits") is >= 0 and <= 28 and var digits ? digits : throw new FormatException("'digits' must be 0 to 28");

    private static decimal Round(decimal number, int digits, string mode) => mode switch
    {
        "half-even" => decimal.Round(number, digits, MidpointRounding.ToEven),
        "down" => decimal.Round(number, digits, MidpointRounding.ToZero),
        "up" => decimal.Round(number, digits, number < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity),
        _ => decimal.Round(number, digits, MidpointRounding.AwayFromZero),
    };

    private static Conversion OnNumber(Func<decimal, decimal?> compute, string cause) => (scoped in value, texts) =>
    {
        if (Scalars.Decimal(in value, texts, out var number) is { } wrong)
            return Value.Refused(wrong);
        return compute(number) is { } result ? Value.OfNumber(result) : Value.Refused(cause);
    };
}
