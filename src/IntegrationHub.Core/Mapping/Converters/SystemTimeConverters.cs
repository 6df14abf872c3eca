using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Dates and times as particular systems write them.</summary>
internal static partial class SystemTimeConverters
{
    private const int LongestTime = 64;
    private const string NotATime = "not a time of day (expected HHmmss)";
    private const string NotATimestamp = "not a time stamp (expected yyyyMMddHHmmss)";
    private const string NotADuration = "not a time of day (expected PThhHmmMssS)";
    private const string NotAJdeDate = "not a date (expected CYYDDD)";
    private const string NotADay = "not a day number of a spreadsheet (1 to 2958465)";
    private const string NotEpoch = "not a count of seconds or milliseconds since 1970";

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("sap-date", RuleType.Date, "A date as SAP writes it, `yyyyMMdd` or `yyyy-MM-dd`; the initial value of all zeros is absent, of the kind `initial`.", _ => SapDate)
        {
            Examples = [new("sap-date", "\"20260131\"", "\"2026-01-31\""), new("sap-date", "\"00000000\"", "absent"), new("sap-date", "\"20260230\"", "refused: not a date (expected yyyyMMdd)")],
        },
        new("sap-time", RuleType.Text, "A time of day as SAP writes it, `HHmmss`, as `HH:mm:ss`.", _ => TextConverters.OnText(NotATime, SapTime))
        {
            Examples = [new("sap-time", "\"093005\"", "\"09:30:05\""), new("sap-time", "\"250000\"", $"refused: {NotATime}")],
        },
        new("sap-timestamp", RuleType.Instant, "A time stamp as SAP writes it, `yyyyMMddHHmmss` with or without a fraction, from a text or a number; UTC unless a zone is given. All zeros are absent, of the kind `initial`. "
            + "Date and time in two fields: join them first.", arguments => SapTimestamp(arguments.Zone("zone")!))
        {
            Parameters = [new("zone", ParameterKind.TimeZone, "IANA name of the zone it is written in.", "UTC")],
            Examples =
            [
                new("sap-timestamp", "\"20260131123000\"", "\"2026-01-31T12:30:00Z\""),
                new("{ sap-timestamp: Asia/Tokyo }", "\"20260131093000.1234560\"", "\"2026-01-31T00:30:00.123456Z\""),
                new("sap-timestamp", "0", "absent"),
                new("sap-timestamp", "\"20260131\"", $"refused: {NotATimestamp}"),
            ],
        },
        new("odata-date", RuleType.DateOrInstant, "A date or instant as OData V2 writes it, `/Date(milliseconds)/`. The field decides which; a date must be a whole day in UTC.", _ => ODataDate)
        {
            Examples = [new("odata-date", "\"/Date(836438400000)/\"", "\"1996-07-04T00:00:00Z\""), new("odata-date", "\"1996-07-04\"", "refused: not /Date(milliseconds)/")],
        },
        new("odata-time", RuleType.Text, "A time of day as OData writes it, `PT09H30M05S`, as `HH:mm:ss`.", _ => TextConverters.OnText(NotADuration, ODataTime))
        {
            Examples = [new("odata-time", "\"PT09H30M05S\"", "\"09:30:05\""), new("odata-time", "\"PT25H\"", $"refused: {NotADuration}")],
        },
        new("epoch", RuleType.Instant, "A point in time as a count since 1970-01-01T00:00:00Z.", arguments => Epoch(arguments.Text("unit") == "ms"))
        {
            Parameters = [new("unit", ParameterKind.Choice, "`s` for seconds, with or without a fraction, or `ms` for milliseconds.", "s") { Choices = ["s", "ms"] }],
            Examples = [new("epoch", "1769862600", "\"2026-01-31T12:30:00Z\""), new("{ epoch: ms }", "\"1769862600123\"", "\"2026-01-31T12:30:00.123Z\""), new("epoch", "\"soon\"", $"refused: {NotEpoch}")],
        },
        new("excel-date", RuleType.Date, "A date as a spreadsheet counts days, 1 being 1900-01-01; the 29 February 1900 that never was is refused, and so is a time of day.", _ => ExcelDate)
        {
            Examples = [new("excel-date", "46053", "\"2026-01-31\""), new("excel-date", "\"1\"", "\"1900-01-01\""), new("excel-date", "60", $"refused: {NotADay}")],
        },
        new("jde-date", RuleType.Date, "A date as JD Edwards writes it, `CYYDDD`: century after 1900, year, day of the year. 0 is absent, of the kind `initial`.", _ => JdeDate)
        {
            Examples = [new("jde-date", "126031", "\"2026-01-31\""), new("jde-date", "0", "absent"), new("jde-date", "\"126366\"", $"refused: {NotAJdeDate}")],
        },
    ];

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

    private static string? SapTime(string text) =>
        TimeOnly.TryParseExact(text, "HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : null;

    private static Conversion SapTimestamp(TimeZoneInfo zone) => (scoped in value, texts) =>
    {
        var text = value.ToText(texts).Trim();
        if (text.Length > 0 && text.All(character => character is '0' or '.'))
            return Value.OfAbsent(AbsentKind.Initial);
        return DateTime.TryParseExact(text, ["yyyyMMddHHmmss", "yyyyMMddHHmmss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? ZonedTime.ToInstant(clock, zone)
            : Value.Refused(NotATimestamp);
    };

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

    private static string? ODataTime(string text)
    {
        if (ODataDuration().Match(text) is not { Success: true } parts)
            return null;
        var (hour, minute, second) = (Part(parts, "h"), Part(parts, "m"), Part(parts, "s"));
        return hour < 24 && minute < 60 && second < 60 ? string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}:{second:00}") : null;

        static int Part(Match parts, string name) => parts.Groups[name] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    private static Conversion Epoch(bool milliseconds) => (scoped in value, texts) =>
    {
        const decimal Latest = 253_402_300_799m;
        if (Scalars.Decimal(in value, texts, out var count) is not null)
            return Value.Refused(NotEpoch);
        var seconds = milliseconds ? count / 1000 : count;
        return seconds is >= -62_135_596_800m and <= Latest ? Value.OfInstant(DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))) : Value.Refused(NotEpoch);
    };

    private static Value ExcelDate(scoped in Value value, TextCache texts)
    {
        if (Scalars.Decimal(in value, texts, out var days) is not null || days is < 1 or 60 or >= 2_958_466)
            return Value.Refused(NotADay);
        return days == decimal.Truncate(days) ? Value.OfDate(new DateOnly(1899, 12, 30).AddDays((int)days + (days < 60 ? 1 : 0))) : Value.Refused(IsoTime.NotAWholeDay);
    }

    private static Value JdeDate(scoped in Value value, TextCache texts)
    {
        if (Scalars.Integer(in value, texts, out var number) is not null || number is < 0 or > 999_366)
            return Value.Refused(NotAJdeDate);
        if (number == 0)
            return Value.OfAbsent(AbsentKind.Initial);
        var (year, day) = (1900 + (number / 1000), number % 1000);
        return day >= 1 && day <= (DateTime.IsLeapYear(year) ? 366 : 365) ? Value.OfDate(new DateOnly(year, 1, 1).AddDays(day - 1)) : Value.Refused(NotAJdeDate);
    }

    [GeneratedRegex("^PT(?=[0-9])(?:(?<h>[0-9]{1,2})H)?(?:(?<m>[0-9]{1,2})M)?(?:(?<s>[0-9]{1,2})(?:[.]0+)?S)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ODataDuration();
}
