using System.Globalization;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// How a source writes the time of a change. Knows the traps: local time without an offset, the hour that comes twice, the hour that does not exist,
/// dates without a time. Immutable, safe from several threads.
/// </summary>
public sealed class StampFormat
{
    /// <summary>ISO 8601.</summary>
    public const string Iso = "iso";

    /// <summary>Seconds since 1970, UTC.</summary>
    public const string Unix = "unix";

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public const string UnixMilliseconds = "unix-ms";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly string _format;
    private readonly TimeZoneInfo? _zone;

    /// <param name="format"><see cref="Iso"/>, <see cref="Unix"/>, <see cref="UnixMilliseconds"/>, or a .NET format such as <c>yyyyMMddHHmmss</c>; one without hours is a date.</param>
    /// <param name="zone">Where the source's clock hangs, when its times have no offset; left out: UTC.</param>
    /// <exception cref="SetupException">The format cannot be read back.</exception>
    public StampFormat(string format = Iso, TimeZoneInfo? zone = null)
    {
        (_format, _zone) = (format, zone);
        try
        {
            var some = new DateTimeOffset(2030, 12, 24, 13, 14, 15, TimeSpan.Zero);
            if ((some - Instant(Floor(some))).Duration() > TimeSpan.FromDays(2))
                throw new FormatException("Only part of the date is written.");
        }
        catch (Exception wrong) when (wrong is FormatException or ProtocolException)
        {
            throw new SetupException($"'{format}' is no format for times: use {Iso}, {Unix}, {UnixMilliseconds}, or letters as in yyyy-MM-dd HH:mm:ss.", wrong);
        }
    }

    /// <summary>The stamp of everything changed at this instant or later is this one or a higher one, whatever the source's clock does in between.</summary>
    public string Floor(DateTimeOffset instant) => _format switch
    {
        Unix => instant.ToUnixTimeSeconds().ToString(Invariant),
        UnixMilliseconds => instant.ToUnixTimeMilliseconds().ToString(Invariant),
        Iso when _zone is null => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", Invariant),
        Iso => LowestWall(instant).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", Invariant),
        _ when HasOffset => instant.ToUniversalTime().ToString(_format, Invariant),
        _ => LowestWall(instant).ToString(_format, Invariant),
    };

    /// <summary>When it was, at the earliest: an hour that comes twice is taken as the first.</summary>
    /// <exception cref="ProtocolException">The stamp is not written so.</exception>
    public DateTimeOffset Instant(string stamp)
    {
        var wall = Read(stamp, out var isInstant);
        return new DateTimeOffset(isInstant ? wall : wall - LargestOffset(wall), TimeSpan.Zero);
    }

    /// <summary>A number that grows as the source's own order of stamps does.</summary>
    internal long Order(string stamp) => Read(stamp, out _).Ticks;

    private bool HasOffset => _format.Contains('z', StringComparison.Ordinal) || _format.Contains('K', StringComparison.Ordinal);

    /// <summary>The time of day as written; in UTC when the stamp says its offset or needs none.</summary>
    private DateTime Read(string stamp, out bool isInstant)
    {
        isInstant = _format is Unix or UnixMilliseconds || (_format == Iso ? SaysOffset(stamp) : HasOffset);
        if (_format is Unix or UnixMilliseconds)
            return long.TryParse(stamp, NumberStyles.AllowLeadingSign, Invariant, out var number) && Milliseconds(number) is >= -62e12 and <= 250e12
                ? DateTime.UnixEpoch.AddMilliseconds(Milliseconds(number))
                : throw Unreadable();
        var read = _format == Iso
            ? DateTimeOffset.TryParse(stamp, Invariant, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            : DateTimeOffset.TryParseExact(stamp, _format, Invariant, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
        return read ? instant.UtcDateTime : throw Unreadable();
    }

    private double Milliseconds(long number) => _format == Unix ? number * 1000d : number;

    // the stamp itself may be somebody's birthday by a wrong setting: it is not quoted
    private ProtocolException Unreadable() => new($"A time of change is not written as '{_format}'. Check the format of the cursor's field.");

    private static bool SaysOffset(string stamp)
    {
        var time = stamp.IndexOf('T', StringComparison.Ordinal) is var t and >= 0 ? t : stamp.IndexOf(' ', StringComparison.Ordinal);
        return stamp.EndsWith('Z') || time > 0 && stamp.AsSpan(time).IndexOfAny('+', '-') > 0;
    }

    /// <summary>
    /// The lowest time of day any clock in the zone shows from this instant on. When clocks are put back within a day, that is what they will show then: a
    /// little early costs a few records read again.
    /// </summary>
    private DateTime LowestWall(DateTimeOffset instant)
    {
        if (_zone is null)
            return instant.UtcDateTime;
        var (now, later) = (_zone.GetUtcOffset(instant), _zone.GetUtcOffset(instant.AddDays(1)));
        return DateTime.SpecifyKind(instant.UtcDateTime + (now < later ? now : later), DateTimeKind.Unspecified);
    }

    /// <summary>The offset that makes a time of day the earliest instant it can mean.</summary>
    private TimeSpan LargestOffset(DateTime wall)
    {
        if (_zone is null)
            return TimeSpan.Zero;
        var local = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        return _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.IsInvalidTime(local) ? _zone.GetUtcOffset(local.AddDays(1))
            : _zone.GetUtcOffset(local);
    }
}
