using System.Globalization;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Files;

/// <summary>Counts records of files: by reading them, for there is no other way.</summary>
internal static class FilesCount
{
    public static CountAbility AbilityOf(EntityOptions settings) => settings.Incoming is not null ? CountAbility.Nothing : new CountAbility(
        [CountBy.Entity, .. settings.Company is null ? [] : new[] { CountBy.Company }, .. settings.BusinessDate is null ? [] : new[] { CountBy.Day }],
        SlicedFiles.KindsOf(settings))
    { Sums = settings.Sums };

    public static CountedFields FieldsOf(EntityOptions settings) => new() { Company = settings.Company, Day = settings.BusinessDate, DayFormat = settings.BusinessDateFormat, Sums = settings.Sums };

    public static async Task<IReadOnlyList<SourceCount>> AddUpAsync(IAsyncEnumerable<SourceBatch> batches, CountedFields fields, CountBy by, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, (long Records, Dictionary<string, decimal> Sums)>(StringComparer.Ordinal);
        if (by == CountBy.Entity)
            parts[""] = (0, []);
        await foreach (var batch in batches.WithCancellation(cancellationToken))
            foreach (var counted in batch.Records.Select(record => fields.Of(record.Json)))
            {
                var name = by switch
                {
                    CountBy.Company => counted.Company,
                    CountBy.Day => counted.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    _ => null,
                } ?? "";
                var part = parts.GetValueOrDefault(name, (0, []));
                foreach (var (sum, value) in counted.Sums)
                    part.Sums[sum] = part.Sums.GetValueOrDefault(sum) + value;
                parts[name] = (part.Records + 1, part.Sums);
            }

        return [.. parts.Select(part => new SourceCount(part.Key.Length == 0 ? null : part.Key, part.Value.Records) { Sums = part.Value.Sums })];
    }
}
