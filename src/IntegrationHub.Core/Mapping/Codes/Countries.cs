using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>Countries of ISO 3166-1: two letters, three letters, and names in English and Japanese.</summary>
internal static class Countries
{
    public const string NotOne = "not a country code (ISO 3166-1 alpha-2)";

    private static readonly IReadOnlyList<string[]> Table = CodeTable.Read("Countries");

    private static readonly Utf8Table<string> ByCode = new([.. Table.Select(row => KeyValuePair.Create(row[0], row[0]))]);

    private static readonly Dictionary<string, string> ByName = Table
        .SelectMany(row => row.Select(name => (Name: Letters(name), Code: row[0])))
        .GroupBy(name => name.Name)
        .ToDictionary(group => group.Key, group => group.Last().Code, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> ThreeLetters = Table.ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    public static IReadOnlyList<string> Codes { get; } = [.. Table.Select(row => row[0])];

    public static bool TryFind(ReadOnlySpan<byte> code, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string found) => ByCode.TryGet(code, out found);

    /// <summary>The two letters for any code or name, compared by its letters alone; null when nobody knows it.</summary>
    public static string? CodeOf(string name) => ByName.GetValueOrDefault(Letters(name));

    public static string ThreeLettersOf(string code) => ThreeLetters[code];

    private static string Letters(string name) => string.Concat(name.Replace("&", "and", StringComparison.Ordinal).Where(char.IsLetter)).ToUpperInvariant();
}
