using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>
/// Reconciles a sync: counts, lets the sync catch up where counts differ, counts again, finds the keys, looks at them once more, and reads them again when told to.
/// Safe from several threads.
/// </summary>
public sealed class ReconcileWork(HubWork work, BackfillWork backfills, ConnectorCatalog connectors, Reconciler reconciler, TargetStands stands)
{
    /// <summary>Compares source and hub. What only had not been synced yet is no difference: the sync runs once in between.</summary>
    /// <param name="sync">Which.</param>
    /// <param name="by">Into which parts to count; null: the finest the source can.</param>
    /// <exception cref="SetupException">The settings know no such sync, or its source cannot count by this.</exception>
    /// <exception cref="ConnectorException">The source failed.</exception>
    public async Task<Reconciliation> CompareAsync(SyncKey sync, CountBy? by, CancellationToken cancellationToken)
    {
        using var order = CallOrder.BehindLive();
        var plan = work.PlanOf(sync);
        await using var source = connectors.OpenSource(sync.Connection);
        var found = await reconciler.CompareAsync(plan, source, by, cancellationToken);
        if (Differs(found))
        {
            await CatchUpAsync(sync, cancellationToken);
            found = await reconciler.CompareAsync(plan, source, by, cancellationToken);
        }

        found = await reconciler.NameAsync(plan, source, found, cancellationToken);
        if (found.NotGiven > 0)   // it may have been deleted between counting and reading
            found = await reconciler.NameAsync(plan, source, await reconciler.CompareAsync(plan, source, by, cancellationToken), cancellationToken);
        if (found.KeysAreKnown && found.Agrees == false)
        {
            await CatchUpAsync(sync, cancellationToken);
            found = await reconciler.ConfirmAsync(plan, source, found, cancellationToken);
        }

        return found with { Targets = await stands.OfAsync(sync.Connection, plan.Mapping.To, plan.Targets, cancellationToken) };
    }

    /// <summary>Reads the keys that are missing or differ again, as a back-fill. What the hub has too many is a key pass's to delete.</summary>
    /// <param name="found">What was compared.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="progress">May be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The back-fill; null: there was nothing to read.</returns>
    /// <exception cref="SetupException">The source cannot read a list of keys.</exception>
    public async Task<BackfillResult?> RepairAsync(Reconciliation found, string who, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        string[] keys = [.. found.Missing, .. found.Differing];
        if (keys.Length == 0)
            return null;
        var backfill = await backfills.AskAsync(found.Sync, new Slice(Keys: keys), keys.Length, who, cancellationToken);
        return await backfills.RunAsync(backfill.BackfillNo, progress, cancellationToken);
    }

    private static bool Differs(Reconciliation found) => found.Parts.Count + found.Missing.Count + found.Extra.Count > 0;

    private async Task CatchUpAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        try
        {
            await work.SyncAsync(sync, progress: null, cancellationToken);
        }
        catch (SyncOvertakenException)
        {
            // another run brings it
        }
    }
}
