using System.Text.Json;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// Finds out what became of records that are said not to be there. <c>queryAll</c> shows what the recycle bin has; a record that was merged names the one that is left (<c>MasterRecordId</c>, on
/// accounts, contacts and leads).
/// </summary>
internal sealed class GoneRecords(SalesforceQuery query, SObjects objects)
{
    private const int MostMerges = 5;

    /// <summary>Those of the ids that are not there, with what they were merged into (null: deleted, or nobody knows).</summary>
    public async Task<Dictionary<string, string?>> AmongAsync(string entity, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var gone = ids.ToDictionary(id => id, _ => (string?)null, StringComparer.Ordinal);
        if (gone.Count == 0)
            return gone;
        var canMerge = (await objects.NeededAsync(entity, cancellationToken)).Fields.ContainsKey("MasterRecordId");
        var seen = new Dictionary<string, (bool Deleted, string? Master)>(StringComparer.Ordinal);
        var next = gone.Keys.Where(IsId).ToList();
        for (var step = 0; next.Count > 0 && step < MostMerges; step++)
        {
            foreach (var record in await query.WhereAsync(entity, canMerge ? "Id, IsDeleted, MasterRecordId" : "Id, IsDeleted", "Id", next, deletedToo: true, cancellationToken))
                seen[SalesforceApi.Text(record, "Id") ?? ""] = (record.TryGetProperty("IsDeleted", out var deleted) && deleted.ValueKind == JsonValueKind.True, SalesforceApi.Text(record, "MasterRecordId"));
            next = [.. seen.Values.Where(found => found is { Deleted: true, Master: { } master } && !seen.ContainsKey(master)).Select(found => found.Master!).Distinct(StringComparer.Ordinal)];
        }

        foreach (var id in ids)
        {
            if (seen.TryGetValue(id, out var found) && !found.Deleted)
                gone.Remove(id);
            else
                gone[id] = Left(found.Master, seen);
        }

        return gone;
    }

    /// <summary>An id that cannot be one would spoil the query.</summary>
    public static bool IsId(string id) => id.Length is 15 or 18 && id.All(char.IsAsciiLetterOrDigit);

    private static string? Left(string? master, Dictionary<string, (bool Deleted, string? Master)> seen)
    {
        for (var step = 0; master is not null && step < MostMerges && seen.TryGetValue(master, out var found); step++)
        {
            if (!found.Deleted)
                return master;
            master = found.Master;
        }

        return null;
    }
}
