using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads whether the syncs' counts agree. Safe from several threads.</summary>
internal sealed class CompletenessQueries(Reconciles reconciles, ConnectorCatalog catalog)
{
    /// <summary>Every sync of the settings, by connection and entity.</summary>
    internal async Task<IReadOnlyList<CompletenessRow>> ListAsync(CancellationToken cancellationToken)
    {
        var (last, newest) = (await reconciles.LastAsync(cancellationToken), await reconciles.NewestAsync(cancellationToken));
        return
        [
            .. from connection in catalog.Connections
               orderby connection.Key
               from entity in connection.Value.Syncs.Keys.Order(StringComparer.Ordinal)
               let sync = new SyncKey(connection.Key, entity)
               select new CompletenessRow(sync, last.GetValueOrDefault(sync.ToString()), newest.GetValueOrDefault(sync.ToString())),
        ];
    }

    /// <summary>How the counts of the sync stand that a run belongs to; null: it belongs to none.</summary>
    internal async Task<CompletenessRow?> OfRunAsync(RunRow run, CancellationToken cancellationToken) => run.Job.Split(':', 2) is [("sync" or "backfill" or "keys"), var name]
        ? (await ListAsync(cancellationToken)).FirstOrDefault(row => row.Sync.ToString() == name)
        : null;
}

/// <summary>Whether a sync's counts agree.</summary>
/// <param name="Sync">The sync.</param>
/// <param name="Last">The last comparison that came to its end; null: there was none.</param>
/// <param name="Newest">The newest one, perhaps waiting, running or failed.</param>
public sealed record CompletenessRow(SyncKey Sync, Reconcile? Last, Reconcile? Newest)
{
    internal CountState State => (Last, Newest) switch
    {
        ({ Agrees: false, Found.HubAgrees: not false }, _) => CountState.TargetDiffers,
        ({ Agrees: false }, _) => CountState.Differs,
        (_, { State: ReconcileState.Failed }) => CountState.NotCompared,
        ({ Agrees: true }, _) => CountState.Agrees,
        ({ }, _) => CountState.NotCounted,
        _ => CountState.NotYet,
    };

    internal bool IsOpen => Newest is { IsOpen: true };
}

/// <summary>How a sync's counts stand.</summary>
public enum CountState
{
    /// <summary>Nobody has compared them.</summary>
    NotYet,
    Agrees,

    /// <summary>Source and hub differ.</summary>
    Differs,

    /// <summary>Source and hub agree, a target does not.</summary>
    TargetDiffers,

    /// <summary>The source can neither count nor list keys.</summary>
    NotCounted,

    /// <summary>The newest comparison failed.</summary>
    NotCompared,
}
