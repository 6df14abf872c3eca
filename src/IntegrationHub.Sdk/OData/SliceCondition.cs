using System.Globalization;

namespace IntegrationHub.Sdk.OData;

/// <summary>What a slice narrows a feed by, as conditions.</summary>
internal static class SliceCondition
{
    public static IEnumerable<string> Of(ODataFeed feed, Slice? slice)
    {
        if (slice is null)
            yield break;
        if (slice.Keys is { } keys)
            yield return keys.Select(key => Equal(feed, key)).OfType<string>().ToList() is { Count: > 0 } some ? string.Join(" or ", some) : Nothing(feed);
        if (slice.Company is { } company)
            yield return $"{feed.Company!.Name} eq {ODataLiteral.Of(feed.Version, feed.Company.Type, company)}";
        if (slice.From is not null || slice.To is not null)
            yield return Dates(feed.Version, feed.BusinessDate!, slice);
    }

    /// <summary>Null when no entity can have the key: a service would refuse the whole list for a GUID that is none.</summary>
    private static string? Equal(ODataFeed feed, string key)
    {
        var values = ODataKey.Values(key[feed.KeyPrefix.Length..], feed.Key.Count);
        return feed.Key.Zip(values).All(part => Fits(feed.TypeOf(part.First), part.Second))
            ? string.Join(" and ", feed.Key.Zip(values, (name, value) => $"{name} eq {ODataLiteral.Of(feed.Version, feed.TypeOf(name), value)}"))
            : null;
    }

    private static bool Fits(string type, string value) => type switch
    {
        "Edm.Guid" => Guid.TryParse(value, out _),
        "Edm.Byte" or "Edm.SByte" or "Edm.Int16" or "Edm.Int32" or "Edm.Int64" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "Edm.Decimal" => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private static string Nothing(ODataFeed feed)
    {
        var (name, type) = (feed.Key[0], feed.TypeOf(feed.Key[0]));
        var some = ODataLiteral.Of(feed.Version, type, type == "Edm.Guid" ? $"{Guid.Empty}" : "0");
        return $"{name} eq {some} and {name} ne {some}";
    }

    /// <summary>Both ends are included; open at the beginning, also what has no date. A time is within its day.</summary>
    private static string Dates(ODataVersion version, ODataProperty date, Slice slice)
    {
        var from = slice.From is { } first ? $"{date.Name} ge {Literal(first)}" : "";
        var to = slice.To is { } last ? date.Type == "Edm.Date" ? $"{date.Name} le {Literal(last)}" : $"{date.Name} lt {Literal(last.AddDays(1))}" : "";
        return from.Length == 0 ? date.IsNullable ? $"{to} or {date.Name} eq null" : to : to.Length == 0 ? from : $"{from} and {to}";

        string Literal(DateOnly day) => ODataLiteral.Of(version, date.Type, day.ToString(date.Type == "Edm.DateTimeOffset" ? "yyyy-MM-dd'T00:00:00Z'" : "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
