using System.Globalization;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Times and dates of change: read from JSON, kept as ISO, asked for as literals.</summary>
internal static class SapTime
{
    private const string Date = "yyyy-MM-dd", Time = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>How the stamps of an entity are written between reading and asking.</summary>
    public static StampFormat Format(SapStamp stamp, TimeZoneInfo zone) => stamp.IsDate ? new StampFormat(Date, zone) : new StampFormat();

    /// <summary>The latest of some values as SAP wrote them; null when none is there.</summary>
    /// <exception cref="ProtocolException">One of them is no time.</exception>
    public static string? Latest(SapStamp stamp, IEnumerable<string?> values)
    {
        var latest = values.OfType<string>().Where(value => value.Length > 0).Select(Read).DefaultIfEmpty().Max();
        return latest == default ? null : latest.ToString(stamp.IsDate ? Date : Time, Invariant);
    }

    /// <summary>A condition for what was changed at this time or later.</summary>
    public static string Since(SapStamp stamp, string since, ODataVersion version)
    {
        var type = stamp.IsDate ? "Edm.DateTime" : "Edm.DateTimeOffset";
        var conditions = stamp.Properties.Select(property => $"{property} ge {ODataLiteral.Of(version, type, since)}").ToArray();
        return conditions.Length == 1 ? conditions[0] : $"({string.Join(" or ", conditions)})";
    }

    /// <summary>The day before the one a time of change falls on, wherever that is: dates say less than times, and stand in the system's zone.</summary>
    public static string DayBefore(string since) => DateTimeOffset.Parse(since, Invariant, DateTimeStyles.AssumeUniversal).UtcDateTime.AddDays(-1).ToString(Date, Invariant);

    private static DateTime Read(string value)
    {
        if (value.StartsWith("/Date(", StringComparison.Ordinal) && value.IndexOfAny([')', '+'], 7) is var end and > 0
            && long.TryParse(value.AsSpan(6, end - 6), NumberStyles.AllowLeadingSign, Invariant, out var milliseconds) && milliseconds is > -62_000_000_000_000 and < 253_402_300_800_000)
            return DateTime.UnixEpoch.AddMilliseconds(milliseconds);
        return DateTime.TryParse(value, Invariant, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ProtocolException("A time of change is not written as /Date(milliseconds)/.");
    }
}
