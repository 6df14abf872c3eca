using IntegrationHub.Core.Mapping.Codes;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Names and codes that the world has agreed on.</summary>
internal static class CodeConverters
{
    private const string NotACountry = "not a known country";
    private const string NotACurrency = "not a currency, or one of several with the same mark";
    private const string NotAUnit = "not a code of UN/ECE Recommendation 20 that is known here";
    private const string NotAGtin = "not an article number (GTIN: 8, 12, 13 or 14 digits, the last of which checks the others)";

    private static readonly Dictionary<string, string> Units = CodeTable.Read("Units").ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("country", RuleType.Text, "A country's name (English, Japanese) or code as ISO 3166 alpha-2; spelling is compared by its letters alone.", _ => TextConverters.OnText(NotACountry, Countries.CodeOf))
        {
            Examples = [new("country", "\"UK\"", "\"GB\""), new("country", "\"日本\"", "\"JP\""), new("country", "\"Atlantis\"", $"refused: {NotACountry}")],
        },
        new("country-alpha3", RuleType.Text, "A country's name or code as ISO 3166 alpha-3: for systems that want three letters.",
            _ => TextConverters.OnText(NotACountry, text => Countries.CodeOf(text) is { } code ? Countries.ThreeLettersOf(code) : null))
        {
            Examples = [new("country-alpha3", "\"JP\"", "\"JPN\""), new("country-alpha3", "\"Atlantis\"", $"refused: {NotACountry}")],
        },
        new("currency", RuleType.Text, "A currency as ISO 4217: from its code in any case, its number, or a mark that only one currency has (€, £, 円; not $ and ¥).", _ => TextConverters.OnText(NotACurrency, Currencies.CodeOf))
        {
            Examples = [new("currency", "\"eur\"", "\"EUR\""), new("currency", "\"392\"", "\"JPY\""), new("currency", "\"円\"", "\"JPY\""), new("currency", "\"$\"", $"refused: {NotACurrency}")],
        },
        new("language", RuleType.Text, "A language as BCP 47 writes it, from a tag in any case, with underscores, or a code of three letters.", _ => TextConverters.OnText(Languages.NotOne, Languages.TagOf))
        {
            Examples = [new("language", "\"JA\"", "\"ja\""), new("language", "\"en_us\"", "\"en-US\""), new("language", "\"DEU\"", "\"de\""), new("language", "\"English\"", $"refused: {Languages.NotOne}")],
        },
        new("sap-language", RuleType.Text, "A language from SAP's key of one letter, in which case counts (`E`, `J`, `1`; `D` is German, `d` Serbian).", _ => TextConverters.OnText("not a language key of SAP", Languages.OfSapKey))
        {
            Examples = [new("sap-language", "\"J\"", "\"ja\""), new("sap-language", "\"1\"", "\"zh\""), new("sap-language", "\"?\"", "refused: not a language key of SAP")],
        },
        new("unit", RuleType.Text, "A unit's code of UN/ECE Recommendation 20 (e-invoices) as people write it: `KGM` is kg.", _ => TextConverters.OnText(NotAUnit, text => Units.GetValueOrDefault(text.Trim())))
        {
            Examples = [new("unit", "\"KGM\"", "\"kg\""), new("unit", "\"H87\"", "\"piece\""), new("unit", "\"???\"", $"refused: {NotAUnit}")],
        },
        new("gtin", RuleType.Text, "An article number (GTIN, JAN, EAN, UPC), its check digit checked; spaces and hyphens are left away.",
            _ => TextConverters.OnText(NotAGtin, text =>
            {
                var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
                return IsGtin(digits) ? digits : null;
            }))
        {
            Examples = [new("gtin", "\"4901234 567894\"", "\"4901234567894\""), new("gtin", "\"4901234567890\"", $"refused: {NotAGtin}")],
        },
    ];

    private static bool IsGtin(string digits)
    {
        if (digits.Length is not (8 or 12 or 13 or 14) || !digits.All(char.IsAsciiDigit))
            return false;
        var sum = 0;
        for (var fromRight = 1; fromRight < digits.Length; fromRight++)
            sum += (digits[^(fromRight + 1)] - '0') * (fromRight % 2 == 1 ? 3 : 1);
        return digits[^1] - '0' == (10 - (sum % 10)) % 10;
    }
}
