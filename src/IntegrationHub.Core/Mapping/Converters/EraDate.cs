using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Dates of the Japanese eras (元号), by the laws and edicts that began each.</summary>
internal static partial class EraDate
{
    public const string NotOne = "not a date of a Japanese era";
    public const string OutsideTheEra = "a day outside its era";

    /// <summary>
    /// Taishō and Shōwa began on the day of their edict, which therefore belongs to both eras; Heisei and Reiwa on the day after.
    /// Meiji is taken from its sixth year: before, Japan counted by the moon.
    /// </summary>
    private static readonly Era[] Eras =
    [
        new("明治", 'M', 1868, new DateOnly(1873, 1, 1), new DateOnly(1912, 7, 30)),
        new("大正", 'T', 1912, new DateOnly(1912, 7, 30), new DateOnly(1926, 12, 25)),
        new("昭和", 'S', 1926, new DateOnly(1926, 12, 25), new DateOnly(1989, 1, 7)),
        new("平成", 'H', 1989, new DateOnly(1989, 1, 8), new DateOnly(2019, 4, 30)),
        new("令和", 'R', 2019, new DateOnly(2019, 5, 1), DateOnly.MaxValue),
    ];

    public static Value Convert(scoped in Value value, TextCache texts)
    {
        var text = string.Concat(value.ToText(texts).Normalize(NormalizationForm.FormKC).Where(character => !char.IsWhiteSpace(character)));
        if (text.Length > 20 || Written().Match(text) is not { Success: true } parts)
            return Value.Refused(NotOne);
        var era = Array.Find(Eras, era => parts.Groups["era"].Value is [var first, ..] && (first == era.Name[0] || char.ToUpperInvariant(first) == era.Letter))!;
        var year = parts.Groups["year"].Value is "元" ? 1 : Number(parts, "year");
        if (year == 0 || !IsoTime.TryDay(era.FirstYear + year - 1, Number(parts, "month"), Number(parts, "day"), out var date))
            return Value.Refused(NotOne);
        return date >= era.From && date <= era.To ? Value.OfDate(date) : Value.Refused(OutsideTheEra);
    }

    private static int Number(Match parts, string name) => int.Parse(parts.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<era>明治?|大正?|昭和?|平成?|令和?|[MTSHRmtshr])(?:[.]?(?<year>元|[0-9]{1,2})(?:年|[./-])(?<month>[0-9]{1,2})(?:月|[./-])(?<day>[0-9]{1,2})日?|(?<year>[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    private sealed record Era(string Name, char Letter, int FirstYear, DateOnly From, DateOnly To);
}
