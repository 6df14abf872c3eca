using System.Text.RegularExpressions;

namespace IntegrationHub.Connectors.Files;

/// <summary>How a cell of an .xlsx shows its number: as a number, as a date or time, or as hours that may be more than a day has.</summary>
internal sealed partial record NumberFormat(string Code, bool IsTime, bool IsDuration)
{
    public static NumberFormat General { get; } = new("General", false, false);

    /// <summary>By its code: <c>yyyy"年"m"月"d"日"</c>, <c>[h]:mm</c>, <c>#,##0"円"</c>.</summary>
    public static NumberFormat Of(string code)
    {
        var first = NoLetters().Replace(code, "").Split(';')[0];
        if (first.Contains("general", StringComparison.OrdinalIgnoreCase))
            return new(code, false, false);
        var isDuration = Elapsed().IsMatch(first);
        var letters = Bracketed().Replace(Exponent().Replace(first, ""), "");
        return new(code, !isDuration && letters.AsSpan().IndexOfAny("ymdhsgeYMDHSGE") >= 0, isDuration);
    }

    /// <summary>
    /// Those that Excel knows by number alone (ECMA-376 part 1, 18.8.30): 27 to 36 and 50 to 58 are dates and times in every East Asian language.
    /// </summary>
    public static NumberFormat OfBuiltIn(int number) => number switch
    {
        46 => new("[h]:mm:ss", false, true),
        (>= 14 and <= 22) or (>= 27 and <= 36) or 45 or 47 or (>= 50 and <= 58) => new("", true, false),
        _ => General,
    };

    /// <summary>What a number is in a cell of this format.</summary>
    /// <param name="number">As it is stored.</param>
    /// <param name="is1904">Days count from 1904-01-01 instead of 1900-01-01.</param>
    public CellValue Show(double number, bool is1904)
    {
        if (IsDuration && Math.Abs(number) < 1e6)
            return CellValue.OfDuration(TimeSpan.FromDays(number));
        if (!IsTime || number < 0 || number >= 2958466)
            return CellValue.OfNumber(number, Code);
        if (is1904)
            return number < 1 ? CellValue.OfTime(DateTime.MinValue.AddDays(number)) : CellValue.OfTime(DateTime.FromOADate(number + 1462));
        return number switch
        {
            < 1 => CellValue.OfTime(DateTime.MinValue.AddDays(number)),
            < 60 => CellValue.OfTime(DateTime.FromOADate(number + 1)),
            < 61 => CellValue.OfText("1900-02-29"),   // which never was, but Excel counts it; a mapping refuses it
            _ => CellValue.OfTime(DateTime.FromOADate(number)),
        };
    }

    // What is quoted, escaped, or there to make room.
    [GeneratedRegex("\"[^\"]*\"|\\\\.|_.|\\*.")]
    private static partial Regex NoLetters();

    [GeneratedRegex(@"\[(h+|m+|s+)\]", RegexOptions.IgnoreCase)]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"E[+-]", RegexOptions.IgnoreCase)]
    private static partial Regex Exponent();
}
