using System.Globalization;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>Says in Tryton's domain language which records are wanted.</summary>
internal static class TrytonDomain
{
    /// <summary>
    /// Changed at this time or later, itself or through a child. <c>write_date</c> is null until the first change; <c>create_date</c> never is, and both asked for with "or" miss nothing.
    /// </summary>
    /// <param name="entity">What is read.</param>
    /// <param name="since">As the hub's cursor writes it: ISO 8601 in UTC.</param>
    public static object Changed(TrytonEntity entity, string since)
    {
        var stamp = Stamp(since);
        List<object> any = ["OR", .. Stamped("", stamp)];
        foreach (var child in entity.Children)
            any.AddRange(Through(child, stamp));
        if (entity.Always is { } always)
            any.Add(always);
        return any;
    }

    public static object Date(DateOnly date) => new Dictionary<string, object> { ["__class__"] = "date", ["year"] = date.Year, ["month"] = date.Month, ["day"] = date.Day };

    private static IEnumerable<object> Through(string child, object stamp)
    {
        if (child.Split('@') is [var path, var model])
            return [new[] { $"{path}.write_date", ">=", stamp, model }, new[] { $"{path}.create_date", ">=", stamp, model }];
        if (!child.Contains('!', StringComparison.Ordinal))
            return Stamped($"{child}.", stamp);
        // a search looks through active records only, unless it says otherwise on each level
        List<object> within = ["OR", .. Stamped("", stamp)];
        foreach (var name in child.Replace("!", "", StringComparison.Ordinal).Split('.').Reverse())
            within = [name, "where", new object[] { TrytonEntities.Clause("active", "in", new[] { true, false }), within }];
        return [within];
    }

    private static IEnumerable<object> Stamped(string prefix, object stamp) =>
        [TrytonEntities.Clause($"{prefix}write_date", ">=", stamp), TrytonEntities.Clause($"{prefix}create_date", ">=", stamp)];

    private static Dictionary<string, object> Stamp(string since)
    {
        if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            throw new ProtocolException("The time to resume at is no time. Reset the sync to read from the beginning; unchanged records cost nothing.");
        var utc = instant.UtcDateTime;
        return new()
        {
            ["__class__"] = "datetime",
            ["year"] = utc.Year,
            ["month"] = utc.Month,
            ["day"] = utc.Day,
            ["hour"] = utc.Hour,
            ["minute"] = utc.Minute,
            ["second"] = utc.Second,
            ["microsecond"] = utc.Millisecond * 1000 + utc.Microsecond,
        };
    }
}
