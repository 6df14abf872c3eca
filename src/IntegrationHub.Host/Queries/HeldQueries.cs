using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads the deletes that the brake holds. Safe from several threads.</summary>
internal sealed class HeldQueries(HeldDeletes held, ConnectorCatalog catalog)
{
    private const int KeysShown = 20;

    /// <summary>What is held of the syncs that the settings have; of others nothing can be released.</summary>
    internal async Task<IReadOnlyList<HeldRow>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = new List<HeldRow>();
        foreach (var one in await held.ListAsync(cancellationToken))
            if (catalog.Connections.TryGetValue(one.Sync.Connection, out var connection) && connection.Syncs.TryGetValue(one.Sync.Entity, out var sync))
                rows.Add(new HeldRow(one, sync.Snapshot, await held.KeysAsync(one, behind: null, KeysShown, cancellationToken)));
        return rows;
    }

    /// <summary>What a run has held, as long as it is; null: it was released, or a later pass has decided anew.</summary>
    internal async Task<HeldRow?> OfRunAsync(RunRow run, CancellationToken cancellationToken) => (await ListAsync(cancellationToken)).FirstOrDefault(row =>
        run.Job == $"{HubJobHandler.KeysKind}:{row.Held.Sync}" && row.Held.HeldAt >= run.StartedAt && row.Held.HeldAt <= run.FinishedAt);
}

/// <summary>Held deletes of one sync, to be shown.</summary>
/// <param name="Held">How many, of how many, since when.</param>
/// <param name="Brake">With the limits as the settings have them now; null: the sync looks for deletes no more.</param>
/// <param name="Keys">The first of its keys.</param>
public sealed record HeldRow(HeldDelete Held, SnapshotOptions? Brake, IReadOnlyList<string> Keys);
