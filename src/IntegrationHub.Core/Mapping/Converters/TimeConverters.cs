using System.Globalization;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Business dates and instants.</summary>
internal static class TimeConverters
{
    private const int LongestTime = 64;
    private const string NoZone = "a time without its zone; give 'instant' the zone";

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("date", RuleType.Date, "A date as `yyyy-MM-dd`; a time behind it must be midnight.", _ => Date)
        {
            Examples = [new("date", "\"2026-01-31\"", "\"2026-01-31\""), new("date", "\"2026-02-30\"", $"refused: {IsoTime.NotADate}")],
        },
        new("date-format", RuleType.Date, "A date in another pattern of `d`, `M`, `y` and fixed marks, read without any language.",
            arguments => DateFormat(arguments.Text("pattern")))
        {
            Parameters = [new("pattern", ParameterKind.Text, "Such as `M/d/yyyy` or `dd.MM.yyyy`.")],
            Examples = [new("{ date-format: M/d/yyyy }", "\"7/4/1996\"", "\"1996-07-04\""), new("{ date-format: M/d/yyyy }", "\"1996-07-04\"", "refused: not a date in the pattern M/d/yyyy")],
        },
        new("era-date", RuleType.Date, "A date of a Japanese era: `令和7年1月31日`, `R7.1.31`, `令和元年5月1日`, `R070131`, in any width. Days outside the era are refused, and so is Meiji before year 6, when Japan took the Gregorian calendar.",
            _ => EraDate.Convert)
        {
            Examples =
            [
                new("era-date", "\"令和７年１月３１日\"", "\"2025-01-31\""),
                new("era-date", "\"R7.1.31\"", "\"2025-01-31\""),
                new("era-date", "\"平成元年1月8日\"", "\"1989-01-08\""),
                new("era-date", "\"昭和64年1月8日\"", $"refused: {EraDate.OutsideTheEra}"),
                new("era-date", "\"2025-01-31\"", $"refused: {EraDate.NotOne}"),
            ],
        },
        new("instant", RuleType.Instant, "A point in time, made UTC: ISO 8601 with an offset, or local to the zone given; a date means its first moment there. "
            + "An hour that the zone has twice is taken as standard time, one that it skips is refused.", arguments => Instant(arguments.Zone("zone")))
        {
            Parameters = [new("zone", ParameterKind.TimeZone, "IANA name of the zone for times without an offset.", "")],
            Examples =
            [
                new("instant", "\"2026-01-31T12:00:00+09:00\"", "\"2026-01-31T03:00:00Z\""),
                new("{ instant: Asia/Tokyo }", "\"2026-01-31T12:00:00\"", "\"2026-01-31T03:00:00Z\""),
                new("[{ date-format: M/d/yyyy }, { instant: Europe/Berlin }]", "\"7/4/1996\"", "\"1996-07-03T22:00:00Z\""),
                new("instant", "\"2026-01-31T12:00:00\"", $"refused: {NoZone}"),
            ],
        },
        new("instant-format", RuleType.Instant, "A point in time in another pattern of date and time, local to a zone, read without any language.",
            arguments => InstantFormat(arguments.Text("pattern"), arguments.Zone("zone")!))
        {
            Parameters =
            [
                new("pattern", ParameterKind.Text, "Such as `yyyy/MM/dd HH:mm` or `M/d/yyyy h:mm:ss tt`."),
                new("zone", ParameterKind.TimeZone, "IANA name of the zone."),
            ],
            Examples =
            [
                new("{ instant-format: { pattern: yyyy/MM/dd HH:mm, zone: Asia/Tokyo } }", "\"2026/01/31 09:05\"", "\"2026-01-31T00:05:00Z\""),
                new("{ instant-format: { pattern: yyyy/MM/dd HH:mm, zone: Asia/Tokyo } }", "\"2026-01-31\"", "refused: not a point in time in the pattern yyyy/MM/dd HH:mm"),
            ],
        },
        new("date-in", RuleType.Date, "The date that a point in time falls on in a zone.", arguments => DateIn(arguments.Zone("zone")!))
        {
            Parameters = [new("zone", ParameterKind.TimeZone, "IANA name of the zone.")],
            Examples =
            [
                new("{ date-in: Asia/Tokyo }", "\"2026-01-31T20:00:00Z\"", "\"2026-02-01\""),
                new("[odata-date, { date-in: Asia/Tokyo }]", "\"/Date(836494200000)/\"", "\"1996-07-05\""),
                new("{ date-in: Asia/Tokyo }", "\"2026-01-31\"", $"refused: {IsoTime.NotAnInstant}"),
            ],
        },
        new("date-text", RuleType.Text, "A date as text in a pattern of `d`, `M`, `y` and fixed marks, written without any language: for targets that want no ISO 8601.", arguments => DateText(arguments.Text("pattern")))
        {
            Parameters = [new("pattern", ParameterKind.Text, "Such as `yyyy/MM/dd` or `yyyy年M月d日`.")],
            Examples = [new("{ date-text: yyyy年M月d日 }", "\"2026-01-31\"", "\"2026年1月31日\""), new("{ date-text: yyyyMMdd }", "\"31.1.2026\"", $"refused: {IsoTime.NotADate}")],
        },
        new("instant-text", RuleType.Text, "A point in time as text, as clocks in a zone show it, written without any language.", arguments => InstantText(arguments.Text("pattern"), arguments.Zone("zone")!))
        {
            Parameters = [new("pattern", ParameterKind.Text, "Such as `yyyy-MM-dd HH:mm:ss`."), new("zone", ParameterKind.TimeZone, "IANA name of the zone.")],
            Examples =
            [
                new("{ instant-text: { pattern: yyyy/MM/dd HH:mm, zone: Asia/Tokyo } }", "\"2026-01-31T00:05:00Z\"", "\"2026/01/31 09:05\""),
                new("{ instant-text: { pattern: HH:mm, zone: UTC } }", "\"soon\"", $"refused: {IsoTime.NotAnInstant}"),
            ],
        },
    ];

    private static Value Date(scoped in Value value, TextCache texts) =>
        Scalars.Date(in value, texts, out var date) is { } cause ? Value.Refused(cause) : Value.OfDate(date);

    private static Conversion DateFormat(string pattern)
    {
        CheckDatePattern(pattern);
        var cause = $"not a date in the pattern {pattern}";
        return (scoped in value, texts) => DateOnly.TryParseExact(value.ToText(texts), pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Value.OfDate(date)
            : Value.Refused(cause);
    }

    private static Conversion DateText(string pattern)
    {
        CheckDatePattern(pattern);
        return (scoped in value, texts) => Scalars.Date(in value, texts, out var date) is { } cause
            ? Value.Refused(cause)
            : Value.OfText(date.ToString(pattern, CultureInfo.InvariantCulture));
    }

    /// <summary>A pattern that does not give a date back as it was would lose something.</summary>
    private static void CheckDatePattern(string pattern)
    {
        if (pattern.AsSpan().ContainsAny("Hhmstfzgk:"))
            throw new FormatException($"'{pattern}' has a time of day; a date has none");
        var probe = new DateOnly(2031, 12, 30);
        if (!DateOnly.TryParseExact(probe.ToString(pattern, CultureInfo.InvariantCulture), pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var back) || back != probe)
            throw new FormatException($"'{pattern}' is not a pattern of day, month and year");
    }

    private static Conversion Instant(TimeZoneInfo? zone) => (scoped in value, texts) =>
    {
        if (value.Kind is ValueKind.Instant)
            return value;
        if (value.Kind is ValueKind.Date)
            return zone is null ? Value.Refused(NoZone) : ZonedTime.FirstMomentOf(value.Date, zone);
        if (value.Kind is not ValueKind.Text)
            return Value.Refused(IsoTime.NotAnInstant);
        var text = value.ToUtf8(stackalloc byte[LongestTime]);
        if (IsoTime.TryDate(text, out var date) is null && text.Length == 10)
            return zone is null ? Value.Refused(NoZone) : ZonedTime.FirstMomentOf(date, zone);
        if (!IsoTime.TryParse(text, out var clock, out var offset))
            return Value.Refused(IsoTime.NotAnInstant);
        if (offset is { } known)
            return IsoTime.ToUtc(clock, known) is { } utc ? Value.OfInstant(utc) : Value.Refused(IsoTime.NotAnInstant);
        return zone is null ? Value.Refused(NoZone) : ZonedTime.ToInstant(clock, zone);
    };

    private static Conversion InstantFormat(string pattern, TimeZoneInfo zone)
    {
        var probe = new DateTime(2031, 12, 30, 23, 58, 0);
        if (!TryExact(probe.ToString(CheckTimePattern(pattern), CultureInfo.InvariantCulture), pattern, out var back) || back != probe)
            throw new FormatException($"'{pattern}' is not a pattern of a date with hour and minute");
        var cause = $"not a point in time in the pattern {pattern}";
        return (scoped in value, texts) => TryExact(value.ToText(texts), pattern, out var clock) ? ZonedTime.ToInstant(clock, zone) : Value.Refused(cause);
    }

    private static Conversion InstantText(string pattern, TimeZoneInfo zone)
    {
        CheckTimePattern(pattern);
        return (scoped in value, texts) => Scalars.Instant(in value, texts, out var instant) is { } cause
            ? Value.Refused(cause)
            : Value.OfText(TimeZoneInfo.ConvertTime(instant, zone).ToString(pattern, CultureInfo.InvariantCulture));
    }

    private static Conversion DateIn(TimeZoneInfo zone) => (scoped in value, texts) =>
    {
        if (Scalars.Instant(in value, texts, out var instant) is { } cause)
            return Value.Refused(cause);
        return Value.OfDate(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime));
    };

    private static bool TryExact(string text, string pattern, out DateTime clock) =>
        DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out clock);

    /// <exception cref="FormatException">It is none, or has a zone or offset of its own.</exception>
    private static string CheckTimePattern(string pattern)
    {
        if (pattern.Length < 2 || pattern.AsSpan().ContainsAny("zK%"))
            throw new FormatException($"'{pattern}' must be a pattern of date and time of at least two characters, without offset: the zone is given by 'zone'");
        _ = DateTime.UnixEpoch.ToString(pattern, CultureInfo.InvariantCulture);
        return pattern;
    }
}
