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
        List<object> any = Any(Stamped("", stamp), entity.Domain.Contains(TrytonEntities.ActiveOrNot));
        foreach (var child in entity.Children)
            any.AddRange(Through(child, stamp));
        if (entity.Always is { } always)
            any.Add(always);
        return any;
    }

    /// <summary>Only part of an entity. Keys that are no keys of it are left out without a word, as those that are not there.</summary>
    public static IEnumerable<object> Slice(TrytonEntity entity, Slice slice)
    {
        if (slice.Keys is { } keys)
            yield return TrytonEntities.Clause("id", "in", keys.Select(key => Id(entity, key)).OfType<long>().ToArray());
        if (slice.Range?.From is { } first)
            yield return TrytonEntities.Clause("id", ">=", Id(entity, first) ?? 0);
        if (slice.Range?.Before is { } end)
            yield return TrytonEntities.Clause("id", "<", Id(entity, end) ?? 0);
        if (slice.From is { } from)
            yield return TrytonEntities.Clause(entity.Date!, ">=", Date(from));
        if (slice.To is { } to)
            yield return slice.From is null ? new object[] { "OR", TrytonEntities.Clause(entity.Date!, "=", null), TrytonEntities.Clause(entity.Date!, "<=", Date(to)) } : TrytonEntities.Clause(entity.Date!, "<=", Date(to));
    }

    private static long? Id(TrytonEntity entity, string key) =>
        key.StartsWith(entity.KeyPrefix, StringComparison.Ordinal) && long.TryParse(key.AsSpan(entity.KeyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= int.MaxValue ? id : null;

    private static Dictionary<string, object> Date(DateOnly date) => new Dictionary<string, object> { ["__class__"] = "date", ["year"] = date.Year, ["month"] = date.Month, ["day"] = date.Day };

    private static IEnumerable<object> Through(string child, object stamp)
    {
        if (child.Split('@') is [var path, var model])
            return [new[] { $"{path}.write_date", ">=", stamp, model }, new[] { $"{path}.create_date", ">=", stamp, model }];
        // through a list of children, a search sees the active ones only, unless it says otherwise
        return child.EndsWith('!')
            ? [new object[] { child[..^1], "where", new[] { TrytonEntities.ActiveOrNot, Any(Stamped("", stamp), isOfActive: true) } }]
            : Stamped($"{child}.", stamp);
    }

    /// <summary>Tryton adds "is active" to each list of clauses that does not speak of it, those within "or" as well: so each has to speak of it, in a clause that nothing fulfils.</summary>
    private static List<object> Any(IEnumerable<object> clauses, bool isOfActive) =>
        ["OR", .. isOfActive ? [TrytonEntities.Clause("active", "in", Array.Empty<bool>())] : Array.Empty<object>(), .. clauses];

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
