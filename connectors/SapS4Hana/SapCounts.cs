using System.Globalization;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>
/// Counts and adds up. SAP's services add nothing up themselves (<c>/$count</c> only counts), so the columns that are wanted are read by key: company, day and amounts, without what is expanded.
/// </summary>
internal sealed class SapCounts(SapEntity entity, SapQuery query, SapConditions conditions, int pageSize)
{
    private readonly Names _names = new([.. entity.Key, .. Columns(entity)]);

    public static CountAbility AbilityOf(SapEntity entity) => entity.Name == SapStock.Entity ? CountAbility.Nothing
        : new CountAbility([CountBy.Entity, .. entity.Company is null ? Array.Empty<CountBy>() : [CountBy.Company], .. entity.Day is null ? Array.Empty<CountBy>() : [CountBy.Day]], SapConditions.KindsOf(entity)) { Sums = entity.Sums };

    /// <summary>How a record is counted: the hub's side of the same.</summary>
    public static CountedFields FieldsOf(SapEntity entity) => new() { Company = entity.Company, Day = entity.Day, Sums = entity.Sums };

    /// <summary>What must be in a record for it to be counted.</summary>
    public static IEnumerable<string> Columns(SapEntity entity) => [.. entity.Company is null ? Array.Empty<string>() : [entity.Company], .. entity.Day is null ? Array.Empty<string>() : [entity.Day], .. entity.Sums];

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountBy by, Slice? slice, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, (long Records, decimal[] Sums)>();
        if (by == CountBy.Entity)
            parts[""] = (0, new decimal[entity.Sums.Count]);
        foreach (var item in await query.AllAsync([.. conditions.Of(slice)], $"$select={string.Join(',', _names.All)}", pageSize, _names.All, cancellationToken))
        {
            var part = by switch
            {
                CountBy.Company => _names.Of(item, [entity.Company!])[0] ?? "",
                CountBy.Day => SapTime.Latest(new SapStamp(entity.Day!, IsDate: true), _names.Of(item, [entity.Day!])) ?? "",
                _ => "",
            };
            var (records, sums) = parts.TryGetValue(part, out var so) ? so : (0, new decimal[entity.Sums.Count]);
            foreach (var (value, index) in _names.Of(item, entity.Sums).Select((value, index) => (value, index)))
                sums[index] += value is null ? 0 : decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : throw new ProtocolException($"{entity.Name}: {entity.Sums[index]} is no number.");
            parts[part] = (records + 1, sums);
        }

        return [.. parts.Select(part => new SourceCount(part.Key.Length == 0 ? null : part.Key, part.Value.Records) { Sums = entity.Sums.Zip(part.Value.Sums).ToDictionary(sum => sum.First, sum => sum.Second) })];
    }
}
