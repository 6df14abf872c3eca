using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Texts to texts.</summary>
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
            Examples = [new("upper", "\"eur\"", "\"EUR\"")],
        },
        new("lower", RuleType.Text, "In small letters, independent of any language.", _ => OnText(text => text.ToLowerInvariant()))
        {
            Examples = [new("lower", "\"Info@Example.COM\"", "\"info@example.com\"")],
        },
        new("nfkc", RuleType.Text, "Unicode compatibility forms made one: full-width letters and digits to plain ones, half-width kana to full ones.",
            _ => OnText(text => text.Normalize(NormalizationForm.FormKC)))
        {
            Examples = [new("nfkc", "\"ＡＢＣ１２３\"", "\"ABC123\""), new("nfkc", "\"ｶﾌﾞ\"", "\"カブ\"")],
        },
        new("pad", RuleType.Text, "A text of digits only, filled with zeros on the left (SAP's ALPHA); other texts stay as they are.",
            arguments =>
            {
                var length = arguments.Integer("length");
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
        new("record-id", RuleType.Text, "The id of a record key (`system/entity/id`), for outward mappings.", _ => RecordId)
        {
            Examples = [new("record-id", "\"northwind/order/10248\"", "\"10248\""), new("record-id", "\"10248\"", "refused: not a record key (system/entity/id)")],
        },
    ];

    /// <summary>A conversion that only needs the text.</summary>
    public static Conversion OnText(Func<string, string> convert) => (scoped in value, texts) => Value.OfText(convert(value.ToText(texts)));

    private static Value RecordId(scoped in Value value, TextCache texts) =>
        RecordKey.TryParse(value.ToText(texts), out var key) ? Value.OfText(key.Id) : Value.Refused("not a record key (system/entity/id)");

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
