using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Between what the clock on a wall shows and points in time.</summary>
internal static class ZonedTime
{
    /// <summary>An hour the zone has twice is taken as standard time, one that it skips is refused.</summary>
    public static Value ToInstant(DateTime clock, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(clock))
            return Value.Refused("a local time that the zone skipped when its clocks changed");
        return IsoTime.ToUtc(clock, zone.GetUtcOffset(clock)) is { } utc ? Value.OfInstant(utc) : Value.Refused(IsoTime.NotAnInstant);
    }

    /// <summary>The first moment of a day: some zones begin a day of changed clocks at 01:00.</summary>
    public static Value FirstMomentOf(DateOnly date, TimeZoneInfo zone)
    {
        var clock = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(clock))
            clock = clock.AddMinutes(15);
        return ToInstant(clock, zone);
    }
}
