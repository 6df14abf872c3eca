using System.Text;

namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>The 47 prefectures of Japan.</summary>
internal static class Prefectures
{
    private static readonly IReadOnlyList<string[]> Table = CodeTable.Read("Prefectures");

    /// <summary>The full name (<c>東京都</c>), from an address that begins with it, the name without 都道府県, a code (<c>13</c>, <c>JP-13</c>), or Latin letters; else null.</summary>
    public static string? Of(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        if (Table.FirstOrDefault(row => plain.StartsWith(row[1], StringComparison.Ordinal)) is { } begins)
            return begins[1];
        var code = plain.StartsWith("JP-", StringComparison.OrdinalIgnoreCase) ? plain[3..] : plain.PadLeft(2, '0');
        var latin = plain.Split('-', ' ')[0];
        return Table.FirstOrDefault(row => row[0] == code || row[1][..^1] == plain || row[2].Equals(latin, StringComparison.OrdinalIgnoreCase))?[1];
    }
}
