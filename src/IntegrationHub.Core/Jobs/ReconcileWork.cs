using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>
/// Reconciles syncs: counts, lets the sync catch up where counts differ, counts again, finds the keys, looks at them once more, asks the targets what they have, and mends
/// what differs when told to. What was found is kept and shown until the next one. Safe from several threads.
/// </summary>
public sealed class ReconcileWork(
    HubWork work, BackfillWork backfills, ConnectorCatalog connectors, MappingCatalog mappings, HubStore store, Reconciler reconciler, TargetStands stands, Reconciles reconciles)
{
    /// <summary>A host that runs one says so this often; one that nobody speaks for is another host's to take.</summary>
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Compares some syncs, one after the other, and keeps what was found. A source or target that fails does not end the others. What only had not been synced yet is no
    /// difference: the sync runs once in between.
    /// </summary>
    /// <param name="syncs">Which.</param>
    /// <param name="wish">What to do about them.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="progress">Is told each one as it is done; may be null.</param>
    /// <param name="cancellationToken">Stops it; what is done stays.</param>
    /// <exception cref="SetupException">The settings know no such sync.</exception>
    public async Task<IReadOnlyList<Reconciled>> RunAsync(IReadOnlyList<SyncKey> syncs, ReconcileWish wish, string who, IProgress<Reconciled>? progress, CancellationToken cancellationToken)
    {
        await using var listings = new TargetListings(connectors, mappings, store);
        var done = new List<Reconciled>();
        foreach (var sync in syncs)
        {
            _ = work.PlanOf(sync);
            done.Add(await OneAsync(sync, null, wish, listings, who, cancellationToken));
            progress?.Report(done[^1]);
        }

        return done;
    }

    /// <summary>Asks for one; the connection's job <c>asked-reconcile:northwind</c> does it.</summary>
    /// <exception cref="SetupException">The settings know no such sync.</exception>
    public Task<Reconcile> AskAsync(SyncKey sync, bool repair, bool askTargets, string who, CancellationToken cancellationToken) =>
        reconciles.AskAsync(work.PlanOf(sync).Key, repair, askTargets, who, cancellationToken);

    /// <summary>After a sync has come to its end for the first time: asks whether its counts agree. The targets still get what it brought, so they are not asked yet.</summary>
    /// <returns>Whether it was asked for; false: this sync has been compared before, or is about to be.</returns>
    public async Task<bool> AskAfterFirstLoadAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        if (await reconciles.IsKnownAsync(sync, cancellationToken))
            return false;
        await reconciles.AskAsync(sync, repair: false, askTargets: false, "first load", cancellationToken);
        return true;
    }

    /// <summary>Asks for all syncs of a connection, as its settings say.</summary>
    public async Task AskAllAsync(string connection, string who, CancellationToken cancellationToken)
    {
        var options = connectors.Connections[connection].Reconcile ?? new ReconcileOptions();
        foreach (var sync in work.Syncs.Where(sync => sync.Connection == connection))
            await reconciles.AskAsync(sync, options.Repair, options.AskTargets, who, cancellationToken);
    }

    /// <summary>Does all that were asked for of a connection.</summary>
    /// <returns>What came of each, and how many records repairs have marked for targets.</returns>
    public async Task<(IReadOnlyList<Reconciled> Done, long Marked)> RunAskedAsync(string connection, CancellationToken cancellationToken)
    {
        await using var listings = new TargetListings(connectors, mappings, store);
        var done = new List<Reconciled>();
        while (await reconciles.TakeAsync(connection, cancellationToken) is { } asked)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var heart = BeatAsync(asked, over.Token);
            try
            {
                done.Add(await OneAsync(asked.Sync, asked, new ReconcileWish(null, asked.Repair, asked.AskTargets), listings, asked.AskedBy, cancellationToken));
            }
            finally
            {
                await over.CancelAsync();
                await heart;
            }
        }

        return (done, done.Sum(one => (one.Repaired?.Counts.Marked ?? 0) + (one.Compared?.Targets.Sum(target => target.MarkedAgain) ?? 0)));
    }

    private async Task BeatAsync(Reconcile asked, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(HeartbeatEvery, cancellationToken);
                await reconciles.BeatAsync(asked, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // it is over
        }
    }

    private async Task<Reconciled> OneAsync(SyncKey sync, Reconcile? asked, ReconcileWish wish, TargetListings listings, string who, CancellationToken cancellationToken)
    {
        using var order = CallOrder.BehindLive();
        try
        {
            var at = new Step(sync, asked, reconciles);
            var compared = await CompareAsync(at, wish, listings, cancellationToken);
            var (repaired, failed) = wish.Repair && compared.Agrees == false ? await RepairAsync(at, compared, who, cancellationToken) : (null, null);
            await reconciles.FinishAsync(asked?.ReconcileNo, sync, compared.AllAgree, compared.Figures(repaired?.Counts.Read ?? (wish.Repair ? 0 : null)) with { RepairFailed = failed }, who, cancellationToken);
            return new Reconciled(sync, compared, repaired, failed);
        }
        catch (ConnectorException failure)
        {
            await reconciles.FailAsync(asked?.ReconcileNo, sync, failure.Message, who, cancellationToken);
            return new Reconciled(sync, null, null, failure.Message);
        }
    }

    private async Task<Reconciliation> CompareAsync(Step at, ReconcileWish wish, TargetListings listings, CancellationToken cancellationToken)
    {
        var plan = work.PlanOf(at.Sync);
        await at.ItIsAsync(ReconcileStage.Counting, cancellationToken);
        await using var source = connectors.OpenSource(at.Sync.Connection);
        string? behind = null;
        var found = await reconciler.CompareAsync(plan, source, wish.By, cancellationToken);
        if (Differs(found))
        {
            behind = await CatchUpAsync(at, cancellationToken);
            found = await reconciler.CompareAsync(plan, source, wish.By, cancellationToken);
        }

        try
        {
            found = await FindKeysAsync(at, plan, source, found, wish.By, behind, cancellationToken);
        }
        catch (ConnectorException failure) when (failure is not SetupException && Differs(found))
        {
            behind ??= failure.Message;   // the counts stand, whatever became of the look at the keys
        }

        await at.ItIsAsync(ReconcileStage.Listing, cancellationToken);
        var targets = new List<TargetStand>();
        foreach (var stand in await stands.OfAsync(at.Sync, plan.Mapping.To, plan.Targets, cancellationToken))
            targets.Add(wish.AskTargets ? await listings.AskAsync(plan, stand, wish.Repair, cancellationToken) : stand with { NotListed = NotListed.TooEarly });
        return found with { CatchUpFailed = behind, Targets = targets };
    }

    private async Task<Reconciliation> FindKeysAsync(Step at, SyncPlan plan, ISource source, Reconciliation found, CountBy? by, string? behind, CancellationToken cancellationToken)
    {
        await at.ItIsAsync(ReconcileStage.Reading, cancellationToken);
        found = await reconciler.NameAsync(plan, source, found, cancellationToken);
        if (found.NotGiven > 0)   // it may have been deleted between counting and reading
            found = await reconciler.NameAsync(plan, source, await reconciler.CompareAsync(plan, source, by, cancellationToken), cancellationToken);
        if (!found.KeysAreKnown || found.Agrees != false)
            return found;
        if (behind is null)
            await CatchUpAsync(at, cancellationToken);
        await at.ItIsAsync(ReconcileStage.LookingAgain, cancellationToken);
        return await reconciler.ConfirmAsync(plan, source, found, cancellationToken);
    }

    /// <summary>Reads the keys that are missing or differ again, as a back-fill. What the hub has too many is a key pass's to delete.</summary>
    /// <returns>The back-fill; null: there was nothing to read, or it failed for this reason.</returns>
    private async Task<(BackfillResult?, string?)> RepairAsync(Step at, Reconciliation found, string who, CancellationToken cancellationToken)
    {
        string[] keys = [.. found.Missing, .. found.Differing];
        if (keys.Length == 0)
            return (null, null);
        await at.ItIsAsync(ReconcileStage.Repairing, cancellationToken);
        var backfill = await backfills.AskAsync(found.Sync, new Slice(Keys: keys), keys.Length, who, cancellationToken);
        try
        {
            return (await backfills.RunAsync(backfill.BackfillNo, progress: null, cancellationToken), null);
        }
        catch (ConnectorException failure)
        {
            return (null, $"Back-fill {backfill.BackfillNo} of what differs ended: {failure.Message} It can be resumed: hub backfill --resume {backfill.BackfillNo}");
        }
    }

    private static bool Differs(Reconciliation found) => found.Parts.Count + found.Missing.Count + found.Extra.Count > 0;

    /// <returns>Why it could not; null: it did.</returns>
    private async Task<string?> CatchUpAsync(Step at, CancellationToken cancellationToken)
    {
        try
        {
            await at.ItIsAsync(ReconcileStage.CatchingUp, cancellationToken);
            await work.SyncAsync(at.Sync, progress: null, cancellationToken);
            return null;
        }
        catch (SyncOvertakenException)
        {
            return null;   // another run brings it
        }
        catch (ConnectorException failure)
        {
            return failure.Message;   // what is there is compared all the same, and says so
        }
    }

    /// <summary>Tells what one is at, if somebody watches it.</summary>
    private sealed record Step(SyncKey Sync, Reconcile? Asked, Reconciles Reconciles)
    {
        public Task ItIsAsync(string stage, CancellationToken cancellationToken) => Asked is null ? Task.CompletedTask : Reconciles.AtAsync(Asked, stage, cancellationToken);
    }
}

/// <summary>What a reconcile is to do.</summary>
/// <param name="By">Into which parts to count; null: the finest the source can.</param>
/// <param name="Repair">Read again, and mark again for a target, what differs.</param>
/// <param name="AskTargets">Ask the targets what they have; false: what they acknowledged counts.</param>
public sealed record ReconcileWish(CountBy? By, bool Repair, bool AskTargets = true);

/// <summary>What came of a reconcile of one sync.</summary>
/// <param name="Sync">Which.</param>
/// <param name="Compared">What was found; null: it could not be compared.</param>
/// <param name="Repaired">What was read again; null: nothing.</param>
/// <param name="Failed">Why it could not be compared, or not be mended.</param>
public sealed record Reconciled(SyncKey Sync, Reconciliation? Compared, BackfillResult? Repaired, string? Failed);
