using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>A mapped record on its way to its customer.</summary>
public sealed record MappedRecord(ChangedRecord Changed, CanonicalRecord Record);

/// <summary>Attaches mapped records to hub customers: customers by identity, everything else by its references.</summary>
internal static class Resolver
{
    public static Task<(IReadOnlyList<ResolvedRecord> Resolved, IReadOnlyList<ParkedRecord> Unmatched)> ResolveAsync(
        HubTransaction transaction, EntityKind entity, IReadOnlyList<MappedRecord> mapped, CancellationToken cancellationToken) => entity switch
        {
            _ when mapped.Count == 0 => Task.FromResult<(IReadOnlyList<ResolvedRecord>, IReadOnlyList<ParkedRecord>)>(([], [])),
            EntityKind.Customer => CustomerResolver.ResolveAsync(transaction, mapped, cancellationToken),
            _ => ReferenceResolver.ResolveAsync(transaction, mapped, cancellationToken),
        };

    /// <summary>What can only be written once the records are stored.</summary>
    public static Task SettleAsync(HubTransaction transaction, EntityKind entity, IReadOnlyList<ResolvedRecord> stored, CancellationToken cancellationToken) =>
        entity == EntityKind.Customer && stored.Count > 0 ? CustomerResolver.SettleAsync(transaction, stored, cancellationToken) : Task.CompletedTask;
}
