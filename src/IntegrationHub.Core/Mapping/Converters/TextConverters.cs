using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Texts as they are written: white space, case, length.</summary>
internal static class TextConverters
{
    public static IReadOnlyList<Converter> All { get; } =
    [
        new("text", RuleType.Text, "The value as text; a number exactly as it is written.", _ => OnText(text => text))
        {
            Examples = [new("text", "10.50", "\"10.50\""), new("text", "true", "\"true\"")],
        },
        new("trim", RuleType.Text, "Without white space at both ends. Nothing left: absent.", _ => OnText(text => text.Trim()))
        {
            Examples = [new("trim", "\"  ALFKI \"", "\"ALFKI\""), new("trim", "\"   \"", "absent")],
        },
        new("collapse-space", RuleType.Text, "Without white space at both ends, and one space for every run of it within, line breaks and full-width spaces too. Nothing left: absent.",
            _ => OnText(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))
        {
            Examples = [new("collapse-space", "\" Obere  Str.\\n57\"", "\"Obere Str. 57\""), new("collapse-space", "\"山田　　太郎\"", "\"山田 太郎\"")],
        },
        new("blank", RuleType.Any, "Texts that the source writes for \"nothing\", such as SAP's initial values: absent, of the kind `initial`. Anything else stays as it is.",
            arguments =>
            {
                var blanks = arguments.List("texts").ToHashSet(StringComparer.Ordinal);
                return (scoped in value, texts) => blanks.Contains(value.ToText(texts)) ? Value.OfAbsent(AbsentKind.Initial) : value;
            })
        {
            Parameters = [new("texts", ParameterKind.List, "The texts, compared as they are written.")],
            Examples = [new("{ blank: [\"0000-00-00\", \"00000000\"] }", "\"00000000\"", "absent"), new("{ blank: N/A }", "\"Berlin\"", "\"Berlin\"")],
        },
        new("upper", RuleType.Text, "In capital letters, independent of any language.", _ => OnText(text => text.ToUpperInvariant()))
        {
            Examples = [new("upper", "\"eur\"", "\"EUR\""), new("upper", "\"straße\"", "\"STRAßE\"")],
        },
        new("lower", RuleType.Text, "In small letters, independent of any language.", _ => OnText(text => text.ToLowerInvariant()))
        {
            Examples = [new("lower", "\"Info@Example.COM\"", "\"info@example.com\""), new("lower", "\"ÄRGER\"", "\"ärger\"")],
        },
        new("pad", RuleType.Text, "A text of digits only, filled with zeros on the left (SAP's ALPHA); other texts stay as they are, and so does one that is longer.",
            arguments =>
            {
                var length = Length(arguments);
                return OnText(text => IsDigits(text) ? text.PadLeft(length, '0') : text);
            })
        {
            Parameters = [new("length", ParameterKind.Integer, "The length to fill to.")],
            Examples = [new("{ pad: 10 }", "\"4711\"", "\"0000004711\""), new("{ pad: 10 }", "\"A-1\"", "\"A-1\"")],
        },
        new("unpad", RuleType.Text, "A text of digits only, without the zeros on its left; other texts stay as they are.",
            _ => OnText(text => IsDigits(text) && text.TrimStart('0') is { Length: > 0 } bare ? bare : text))
        {
            Examples = [new("unpad", "\"0000004711\"", "\"4711\""), new("unpad", "\"00A1\"", "\"00A1\"")],
        },
        new("left", RuleType.Text, "Its first characters. A character of two halves (𠮷) is not cut in two.",
            arguments =>
            {
                var length = Length(arguments);
                return OnText(text => text.Length <= length ? text : text[..Whole(text, length)]);
            })
        {
            Parameters = [new("length", ParameterKind.Integer, "How many at most, counted as most CRMs do: 𠮷 counts two.")],
            Examples = [new("{ left: 5 }", "\"Obere Str. 57\"", "\"Obere\""), new("{ left: 2 }", "\"土𠮷\"", "\"土\"")],
        },
        new("right", RuleType.Text, "Its last characters. A character of two halves (𠮷) is not cut in two.",
            arguments =>
            {
                var length = Length(arguments);
                return OnText(text => text.Length <= length ? text : text[(char.IsLowSurrogate(text[^length]) ? text.Length - length + 1 : text.Length - length)..]);
            })
        {
            Parameters = [new("length", ParameterKind.Integer, "How many at most.")],
            Examples = [new("{ right: 4 }", "\"0000004711\"", "\"4711\""), new("{ right: 4 }", "\"57\"", "\"57\"")],
        },
        new("record-id", RuleType.Text, "The id of a record key (`system/entity/id`), for outward mappings.", _ => RecordId)
        {
            Examples = [new("record-id", "\"northwind/order/10248\"", "\"10248\""), new("record-id", "\"10248\"", "refused: not a record key (system/entity/id)")],
        },
    ];

    /// <summary>A conversion that only needs the text.</summary>
    public static Conversion OnText(Func<string, string> convert) => (scoped in value, texts) => Value.OfText(convert(value.ToText(texts)));

    /// <summary>A conversion that only needs the text, and refuses what it gives null for.</summary>
    public static Conversion OnText(string cause, Func<string, string?> convert) =>
        (scoped in value, texts) => convert(value.ToText(texts)) is { } converted ? Value.OfText(converted) : Value.Refused(cause);

    private static Value RecordId(scoped in Value value, TextCache texts) =>
        RecordKey.TryParse(value.ToText(texts), out var key) ? Value.OfText(key.Id) : Value.Refused("not a record key (system/entity/id)");

    private static int Length(Arguments arguments) =>
        arguments.Integer("length") is > 0 and <= 10_000 and var length ? length : throw new FormatException("'length' must be 1 to 10000");

    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
