using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>
/// Attaches records by their references. The customer is that of the nearest parent that has one; parents that are not there yet are waited for.
/// </summary>
internal static class ReferenceResolver
{
    public static async Task<(IReadOnlyList<ResolvedRecord> Resolved, IReadOnlyList<ParkedRecord> Unmatched)> ResolveAsync(
        HubTransaction transaction, IReadOnlyList<MappedRecord> mapped, CancellationToken cancellationToken)
    {
        var parents = mapped.SelectMany(record => record.Record.Parents).ToHashSet();
        var found = await transaction.FindAsync(parents, cancellationToken);
        var missing = parents.Where(key => !found.TryGetValue(key, out var parent) || parent.CustomerNo is null && key.Entity != "product").ToArray();
        if (missing.Length > 0)
        {
            // look again once nothing can arrive unnoticed
            await transaction.HoldArrivalsAsync(missing, cancellationToken);
            foreach (var (key, parent) in await transaction.FindAsync(missing, cancellationToken))
                found[key] = parent;
        }

        return ([.. mapped.Select(record => Attach(record, found))], []);
    }

    private static ResolvedRecord Attach(MappedRecord record, Dictionary<RecordKey, FoundParent> found)
    {
        long? customer = null;
        List<RecordKey>? absent = null;
        foreach (var key in record.Record.Parents)
        {
            if (found.TryGetValue(key, out var parent))
                customer ??= parent.CustomerNo;
            else
                (absent ??= []).Add(key);
        }

        // nobody knows the customer: then the parents that are there, but wait themselves, are waited for too
        if (customer is null && record.Record.Kind != EntityKind.StockLevel)
            absent = [.. record.Record.Parents];
        return new ResolvedRecord(record.Changed, record.Record, customer, absent ?? (IReadOnlyList<RecordKey>)[]);
    }
}
