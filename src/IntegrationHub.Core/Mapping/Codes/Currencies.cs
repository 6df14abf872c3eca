using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>A currency of ISO 4217.</summary>
/// <param name="Code">Three letters: <c>JPY</c>.</param>
/// <param name="MinorUnits">Digits after the point: 0 for the yen; null when none are defined (gold).</param>
/// <param name="IsPast">Withdrawn: old records still have it.</param>
internal sealed record Currency(string Code, int? MinorUnits, bool IsPast);

internal static class Currencies
{
    public const string NotOne = "not a currency code (ISO 4217)";

    /// <summary>Marks that only one currency has. $ and ¥ have several.</summary>
    private static readonly (string Mark, string Code)[] Marks = [("€", "EUR"), ("£", "GBP"), ("円", "JPY"), ("₩", "KRW"), ("₹", "INR"), ("US$", "USD"), ("CN¥", "CNY"), ("JP¥", "JPY")];

    private static readonly (string Number, Currency Currency)[] Table =
    [
        .. CodeTable.Read("Currencies").Select(row => (row[1], new Currency(row[0], row[2].Length == 0 ? null : int.Parse(row[2], CultureInfo.InvariantCulture), row.Length > 3))),
    ];

    private static readonly Utf8Table<Currency> ByCode = new([.. Table.Select(row => KeyValuePair.Create(row.Currency.Code, row.Currency))]);

    private static readonly Dictionary<string, string> ByOtherName = OtherNames();

    /// <summary>Those in use.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Table.Where(row => !row.Currency.IsPast).Select(row => row.Currency.Code)];

    public static bool TryFind(ReadOnlySpan<byte> code, [MaybeNullWhen(false)] out Currency currency) => ByCode.TryGet(code, out currency);

    public static Currency? Find(string code) => ByCode.TryGet(System.Text.Encoding.UTF8.GetBytes(code), out var currency) ? currency : null;

    /// <summary>The code for a code in any case, a number (<c>392</c>) or a mark (<c>€</c>); null when it is none, or could be several.</summary>
    public static string? CodeOf(string text) => ByOtherName.GetValueOrDefault(text.Trim().ToUpperInvariant());

    /// <summary>What people write for a currency when they do not know its code; upper case. Only for suggestions: no value is ever read by them.</summary>
    private static readonly Dictionary<string, string> Spoken = new(StringComparer.Ordinal)
    {
        ["YEN"] = "JPY",
        ["EN"] = "JPY",
        ["JP"] = "JPY",
        ["円"] = "JPY",
        ["日本円"] = "JPY",
        ["圓"] = "JPY",
        ["¥"] = "JPY",
        ["￥"] = "JPY",
        ["EURO"] = "EUR",
        ["EUROS"] = "EUR",
        ["ユーロ"] = "EUR",
        ["€"] = "EUR",
        ["DOLLAR"] = "USD",
        ["DOLLARS"] = "USD",
        ["US"] = "USD",
        ["$"] = "USD",
        ["US$"] = "USD",
        ["ドル"] = "USD",
        ["米ドル"] = "USD",
        ["POUND"] = "GBP",
        ["POUNDS"] = "GBP",
        ["STERLING"] = "GBP",
        ["£"] = "GBP",
        ["ポンド"] = "GBP",
        ["YUAN"] = "CNY",
        ["RMB"] = "CNY",
        ["元"] = "CNY",
        ["人民元"] = "CNY",
        ["WON"] = "KRW",
        ["ウォン"] = "KRW",
        ["₩"] = "KRW",
        ["FRANC"] = "CHF",
        ["FRANKEN"] = "CHF",
        ["RUPEE"] = "INR",
        ["BAHT"] = "THB",
        ["バーツ"] = "THB",
        ["DONG"] = "VND",
    };

    /// <summary>A slip is looked for among these first: the yen is meant oftener than the sol.</summary>
    private static readonly string[] Common = ["USD", "EUR", "JPY", "GBP", "CNY", "KRW", "TWD", "HKD", "SGD", "THB", "VND", "INR", "AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN"];

    /// <summary>The code that was probably meant by what is none; null when that cannot be told.</summary>
    public static string? Meant(string text) =>
        Spoken.GetValueOrDefault(text.Trim().ToUpperInvariant()) ?? CodeOf(text) ?? Nearest.To(text, Common) ?? Nearest.To(text, Codes);

    private static Dictionary<string, string> OtherNames()
    {
        var names = Table.ToDictionary(row => row.Currency.Code, row => row.Currency.Code, StringComparer.Ordinal);
        foreach (var (mark, code) in Marks)
            names[mark] = code;
        foreach (var (number, currency) in Table.Where(row => !row.Currency.IsPast))
            names[number] = currency.Code;
        foreach (var (number, currency) in Table.Where(row => row.Currency.IsPast))
            names.TryAdd(number, currency.Code);
        return names;
    }
}
