using System.Globalization;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Business dates and instants.</summary>
internal static class TimeConverters
{
    private const int LongestTime = 64;

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
        new("sap-date", RuleType.Date, "A date as SAP writes it, `yyyyMMdd` or `yyyy-MM-dd`; the initial value of all zeros is absent.", _ => SapDate)
        {
            Examples = [new("sap-date", "\"20260131\"", "\"2026-01-31\""), new("sap-date", "\"00000000\"", "absent")],
        },
        new("odata-date", RuleType.DateOrInstant, "A date or instant as OData V2 writes it, `/Date(milliseconds)/`. The field decides which; a date must be a whole day in UTC.", _ => ODataDate)
        {
            Examples = [new("odata-date", "\"/Date(836438400000)/\"", "\"1996-07-04T00:00:00Z\""), new("odata-date", "\"1996-07-04\"", "refused: not /Date(milliseconds)/")],
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
                new("instant", "\"2026-01-31T12:00:00\"", "refused: a time without its zone; give 'instant' the zone"),
            ],
        },
    ];

    private static Value Date(scoped in Value value, TextCache texts) =>
        Scalars.Date(in value, texts, out var date) is { } cause ? Value.Refused(cause) : Value.OfDate(date);

    private static Value SapDate(scoped in Value value, TextCache texts)
    {
        if (value.Kind is not (ValueKind.Text or ValueKind.Literal))
            return Value.Refused(IsoTime.NotADate);
        var text = value.ToUtf8(stackalloc byte[LongestTime]);
        if (text.SequenceEqual("00000000"u8) || text.SequenceEqual("0000-00-00"u8))
            return Value.OfAbsent(AbsentKind.Initial);
        if (text.Length != 8)
            return IsoTime.TryDate(text, out var iso) is { } cause ? Value.Refused(cause) : Value.OfDate(iso);
        return IsoTime.TryDigits(ref text, 4, out var year) && IsoTime.TryDigits(ref text, 2, out var month) && IsoTime.TryDigits(ref text, 2, out var day)
            && IsoTime.TryDay(year, month, day, out var date)
            ? Value.OfDate(date)
            : Value.Refused("not a date (expected yyyyMMdd)");
    }

    private static Value ODataDate(scoped in Value value, TextCache texts)
    {
        const string Expected = "not /Date(milliseconds)/";
        if (value.Kind is not ValueKind.Text)
            return Value.Refused(Expected);
        var text = value.ToUtf8(stackalloc byte[LongestTime]);
        // JSON may write the slashes escaped; by now they are not. An offset behind the number only says what the writer's clock showed.
        if (!text.StartsWith("/Date("u8) || !text.EndsWith(")/"u8))
            return Value.Refused(Expected);
        text = text[6..^2];
        var offset = text.LastIndexOfAny((byte)'+', (byte)'-');
        if (offset > 0)
            text = text[..offset];
        const long Limit = 253_402_300_799_999;
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out long milliseconds, out var used) || used != text.Length || milliseconds is > Limit or < -62_135_596_800_000)
            return Value.Refused(Expected);
        return Value.OfInstant(DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond));
    }

    private static Conversion DateFormat(string pattern)
    {
        // A pattern that does not give a date back as it was would lose something.
        var probe = new DateOnly(2031, 12, 30);
        if (!DateOnly.TryParseExact(probe.ToString(Check(pattern), CultureInfo.InvariantCulture), pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var back) || back != probe)
            throw new FormatException($"'{pattern}' is not a pattern of day, month and year");
        var cause = $"not a date in the pattern {pattern}";
        return (scoped in value, texts) => DateOnly.TryParseExact(value.ToText(texts), pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Value.OfDate(date)
            : Value.Refused(cause);
    }

    private static string Check(string pattern) =>
        pattern.AsSpan().ContainsAny("Hhmstfzgk:") ? throw new FormatException($"'{pattern}' has a time of day; a date has none") : pattern;

    private static Conversion Instant(TimeZoneInfo? zone) => (scoped in value, texts) =>
    {
        if (value.Kind is ValueKind.Instant)
            return value;
        if (value.Kind is ValueKind.Date)
            return InZone(value.Date.ToDateTime(TimeOnly.MinValue), zone, wholeDay: true);
        if (value.Kind is not ValueKind.Text)
            return Value.Refused(IsoTime.NotAnInstant);
        var text = value.ToUtf8(stackalloc byte[LongestTime]);
        if (IsoTime.TryDate(text, out var date) is null && text.Length == 10)
            return InZone(date.ToDateTime(TimeOnly.MinValue), zone, wholeDay: true);
        if (!IsoTime.TryParse(text, out var clock, out var offset))
            return Value.Refused(IsoTime.NotAnInstant);
        if (offset is not { } known)
            return InZone(clock, zone, wholeDay: false);
        return IsoTime.ToUtc(clock, known) is { } utc ? Value.OfInstant(utc) : Value.Refused(IsoTime.NotAnInstant);
    };

    private static Value InZone(DateTime clock, TimeZoneInfo? zone, bool wholeDay)
    {
        if (zone is null)
            return Value.Refused("a time without its zone; give 'instant' the zone");
        // Some zones begin a day of changed clocks at 01:00.
        while (wholeDay && zone.IsInvalidTime(clock))
            clock = clock.AddMinutes(15);
        if (zone.IsInvalidTime(clock))
            return Value.Refused("a local time that the zone skipped when its clocks changed");
        return IsoTime.ToUtc(clock, zone.GetUtcOffset(clock)) is { } utc ? Value.OfInstant(utc) : Value.Refused(IsoTime.NotAnInstant);
    }
}
