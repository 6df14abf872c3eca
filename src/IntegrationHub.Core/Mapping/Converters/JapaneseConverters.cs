using System.Text;
using IntegrationHub.Core.Mapping.Codes;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>What Japanese names and addresses need.</summary>
internal static class JapaneseConverters
{
    private const string NotAPostalCode = "not a Japanese postal code (seven digits)";

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("nfkc", RuleType.Text, "Unicode compatibility forms made one: full-width letters and digits to plain ones, half-width kana to full ones. Put it before a converter of numbers or dates that are typed in full width.",
            _ => TextConverters.OnText(text => text.Normalize(NormalizationForm.FormKC)))
        {
            Examples = [new("nfkc", "\"ＡＢＣ１２３\"", "\"ABC123\""), new("[nfkc, decimal]", "\"１２．５\"", "12.5")],
        },
        new("full-kana", RuleType.Text, "Half-width katakana to full width, voicing marks joined; everything else stays as it is.", _ => TextConverters.OnText(Kana.ToFullWidth))
        {
            Examples = [new("full-kana", "\"ﾔﾏﾀﾞ ﾀﾛｳ\"", "\"ヤマダ タロウ\""), new("full-kana", "\"ＡＢＣｶﾞ\"", "\"ＡＢＣガ\"")],
        },
        new("half-kana", RuleType.Text, "Full-width katakana to half width, as bank files want it; hiragana and everything else stay as they are.", _ => TextConverters.OnText(Kana.ToHalfWidth))
        {
            Examples = [new("half-kana", "\"ヤマダ　タロウ\"", "\"ﾔﾏﾀﾞ ﾀﾛｳ\""), new("[katakana, half-kana]", "\"がっこう\"", "\"ｶﾞｯｺｳ\"")],
        },
        new("katakana", RuleType.Text, "Hiragana to katakana; everything else stays as it is.", _ => TextConverters.OnText(Kana.ToKatakana))
        {
            Examples = [new("katakana", "\"やまだ 太郎\"", "\"ヤマダ 太郎\""), new("katakana", "\"ゔぁ\"", "\"ヴァ\"")],
        },
        new("hiragana", RuleType.Text, "Katakana of full width to hiragana; everything else stays as it is.", _ => TextConverters.OnText(Kana.ToHiragana))
        {
            Examples = [new("hiragana", "\"ヤマダ\"", "\"やまだ\""), new("[full-kana, hiragana]", "\"ﾔﾏﾀﾞ\"", "\"やまだ\"")],
        },
        new("name-part", RuleType.Text, "The family or the given name of a person. A comma stands behind the family name; else the name is split at its first space, of any width. One word alone is the family name.",
            arguments => NamePart(family: arguments.Text("part") == "family", familyFirst: arguments.Text("order") == "family-first"))
        {
            Parameters =
            [
                new("part", ParameterKind.Choice, "`family` or `given`.") { Choices = ["family", "given"] },
                new("order", ParameterKind.Choice, "`family-first` or `given-first`, where there is no comma.", "family-first") { Choices = ["family-first", "given-first"] },
            ],
            Examples =
            [
                new("{ name-part: family }", "\"山田　太郎\"", "\"山田\""),
                new("{ name-part: given }", "\"山田\"", "absent"),
                new("{ name-part: { part: family, order: given-first } }", "\"Ana Maria Trujillo\"", "\"Trujillo\""),
            ],
        },
        new("legal-form", RuleType.Text, "A company's name without what only says that it is one (株式会社, ㈱, (ｶ), GmbH, Co., Ltd.), at either end, after NFKC. A name of nothing else stays.",
            _ => TextConverters.OnText(LegalForms.Strip))
        {
            Examples = [new("legal-form", "\"㈱山田商店\"", "\"山田商店\""), new("legal-form", "\"Acme Trading Co., Ltd.\"", "\"Acme Trading\""), new("legal-form", "\"Limited\"", "\"Limited\"")],
        },
        new("corporate-number", RuleType.Text, "法人番号: 13 digits of which the first is a check digit, from any width, with or without hyphens and spaces, and with the T of an invoice registration number in front.",
            _ => TextConverters.OnText(CorporateNumber.NotOne, text =>
            {
                var digits = Plain(text).TrimStart('T');
                return CorporateNumber.IsValid(digits) ? digits : null;
            }))
        {
            Examples = [new("corporate-number", "\"７０００-0120-50002\"", "\"7000012050002\""), new("corporate-number", "\"8000012050002\"", $"refused: {CorporateNumber.NotOne}")],
        },
        new("postal-code-jp", RuleType.Text, "A Japanese postal code as `123-4567`, from any width, with or without 〒 and hyphen.",
            _ => TextConverters.OnText(NotAPostalCode, text =>
            {
                var digits = Plain(text).TrimStart('〒');
                return digits.Length == 7 && digits.All(char.IsAsciiDigit) ? $"{digits[..3]}-{digits[3..]}" : null;
            }))
        {
            Examples = [new("postal-code-jp", "\"〒１００－０００１\"", "\"100-0001\""), new("postal-code-jp", "\"100\"", $"refused: {NotAPostalCode}")],
        },
        new("prefecture", RuleType.Text, "A prefecture's full name, from an address that begins with it, the name without 都, 道, 府 or 県, its number (`13`, `JP-13`) or Latin letters.",
            _ => TextConverters.OnText("not a prefecture of Japan, and not an address that begins with one", Prefectures.Of))
        {
            Examples =
            [
                new("prefecture", "\"東京都千代田区千代田1-1\"", "\"東京都\""),
                new("prefecture", "\"JP-27\"", "\"大阪府\""),
                new("prefecture", "\"横浜市\"", "refused: not a prefecture of Japan, and not an address that begins with one"),
            ],
        },
    ];

    /// <summary>After NFKC, without white space and anything that looks like a hyphen.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(character => !char.IsWhiteSpace(character) && character is not ('-' or 'ー') and not (>= '\u2010' and <= '\u2015') and not '\u2212'));

    private static Conversion NamePart(bool family, bool familyFirst) => TextConverters.OnText(text =>
    {
        var name = text.Trim();
        var comma = name.IndexOfAny([',', '、', '，']);
        if (comma >= 0)
            return (family ? name[..comma] : name[(comma + 1)..]).Trim();
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            return family ? name : "";
        var atFamily = familyFirst ? 1 : words.Length - 1;
        return string.Join(' ', family == familyFirst ? words[..atFamily] : words[atFamily..]);
    });
}
