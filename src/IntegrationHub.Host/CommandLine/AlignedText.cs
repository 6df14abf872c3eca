using System.Text;

namespace IntegrationHub.Host.CommandLine;

/// <summary>Text in columns on a terminal, where Japanese letters take two places.</summary>
internal static class AlignedText
{
    /// <summary>Rows whose cells stand under each other, two spaces apart; the last cell of a row is as long as it is.</summary>
    internal static IEnumerable<string> Columns(IReadOnlyList<IReadOnlyList<string>> rows, int widest)
    {
        var widths = new int[rows.Max(row => row.Count)];
        foreach (var row in rows)
            for (var i = 0; i < row.Count; i++)
                widths[i] = Math.Max(widths[i], Math.Min(widest, Width(row[i])));
        foreach (var row in rows)
            yield return string.Join("  ", row.Select((cell, i) => i == row.Count - 1 ? cell : Fit(cell, widths[i]))).TrimEnd();
    }

    /// <summary>Two texts of several lines beside each other.</summary>
    internal static IEnumerable<string> Beside(IReadOnlyList<string> left, IReadOnlyList<string> right, int widest) => Columns(
        [.. Enumerable.Range(0, Math.Max(left.Count, right.Count)).Select(i => (IReadOnlyList<string>)[left.ElementAtOrDefault(i) ?? "", right.ElementAtOrDefault(i) ?? ""])], widest);

    private static string Fit(string text, int width)
    {
        var taken = Width(text);
        if (taken <= width)
            return text + new string(' ', width - taken);
        var cut = new StringBuilder();
        taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (taken + Width(rune) > width - 1)
                break;
            cut.Append(rune);
            taken += Width(rune);
        }

        return cut.Append('…').Append(' ', width - taken - 1).ToString();
    }

    private static int Width(string text) => text.EnumerateRunes().Sum(Width);

    private static int Width(Rune rune) => rune.Value switch
    {
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0x303E or >= 0x3041 and <= 0x33FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE4F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD => 2,
        _ => 1,
    };
}
