using System.Globalization;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Which records of an entity are read at all, and which of them belong to a slice, as conditions of a filter.</summary>
internal sealed class SapConditions(SapEntity entity, SapOptions options, SapQuery query, TimeProvider time)
{
    /// <summary>By what an entity can be narrowed.</summary>
    public static SliceKinds KindsOf(SapEntity entity) => entity.Name == SapStock.Entity ? SliceKinds.None
        : SliceKinds.Keys | (entity.Day is null ? 0 : SliceKinds.Dates) | (entity.Company is null ? 0 : SliceKinds.Company);

    /// <summary>Conditions that must all hold.</summary>
    public IEnumerable<string> Of(Slice? slice)
    {
        yield return entity.Filter;
        if (entity.Name == SapEntities.Payments)
            yield return query.OneOf("AccountingDocumentType", options.PaymentTypes is { Count: > 0 } types ? types : ["DZ"]);
        if (entity.OnlyValid)
        {
            var today = Day(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), options.Zone).DateTime));
            yield return $"ValidityEndDate ge {today} and ValidityStartDate le {today}";
        }

        yield return options.Entities.GetValueOrDefault(entity.Name)?.Filter ?? "";
        if (slice?.Keys is { } keys)
            yield return entity.Key.Count == 1 ? query.OneOf(entity.Key[0], keys) : AnyOf([.. keys.Where(key => key.Split('/').Length == entity.Key.Count)]);
        if (slice?.From is { } from)
            yield return $"{entity.Day} ge {Day(from)}";
        if (slice?.To is { } to)
            yield return slice.From is null ? $"not ({entity.Day} gt {Day(to)})" : $"{entity.Day} le {Day(to)}";   // without a beginning, those without a date are in it
        if (slice?.Company is { } company)
            yield return query.OneOf(entity.Company!, [company]);
    }

    /// <summary>Keys of several properties; one that is none of ours belongs to no record.</summary>
    private string AnyOf(string[] keys) => keys.Length == 0 ? $"{entity.Key[0]} eq '' and {entity.Key[0]} ne ''" : string.Join(" or ", keys.Select(Is));

    private string Is(string key) => $"({string.Join(" and ", entity.Key.Zip(ODataKey.Values(key, entity.Key.Count), (name, value) => query.OneOf(name, [value])))})";

    private string Day(DateOnly day) => ODataLiteral.Of(query.Version, "Edm.DateTime", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
