using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Jobs;

/// <summary>What a job engine calls back: runs a sync, a replay or a delivery, and delivers as soon as one has marked something.</summary>
/// <param name="work">Does it.</param>
/// <param name="replays">Does replays.</param>
/// <param name="backfills">Does back-fills.</param>
/// <param name="reconciles">Does reconciles.</param>
/// <param name="plans">Works out what deliveries would do.</param>
/// <param name="engine">Asked for when needed: the engine itself is built with this handler.</param>
/// <param name="log">One line per run.</param>
public sealed class HubJobHandler(HubWork work, ReplayWork replays, BackfillWork backfills, ReconcileWork reconciles, PlanWork plans, Func<IJobEngine> engine, ILogger<HubJobHandler> log) : IJobHandler
{
    public const string SyncKind = "sync";
    public const string ReplayKind = "replay";
    public const string BackfillKind = "backfill";
    public const string DeliverKind = "deliver";

    /// <summary>Holds all syncs of a connection against their source and their targets.</summary>
    public const string ReconcileKind = "reconcile";

    /// <summary>The same, of those that were asked for.</summary>
    public const string AskedReconcileKind = "asked-reconcile";

    /// <summary>Works out what deliveries to a target would do.</summary>
    public const string PlanKind = "plan";

    /// <summary>Looks for deletes.</summary>
    public const string KeysKind = "keys";

    public async Task RunAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            switch (id.Kind)
            {
                case SyncKind:
                    await SyncAsync(SyncKey.Parse(id.Name), cancellationToken);
                    break;
                case ReplayKind:
                    await ReplayAsync(SyncKey.Parse(id.Name), cancellationToken);
                    break;
                case BackfillKind:
                    await BackfillAsync(SyncKey.Parse(id.Name), cancellationToken);
                    break;
                case KeysKind:
                    var found = await work.FindDeletedAsync(SyncKey.Parse(id.Name), progress: null, cancellationToken);
                    Log.Compared(log, id.Name, found.Deleted);
                    await DeliverMarkedAsync(found, cancellationToken);
                    break;
                case DeliverKind:
                    var sent = await work.DeliverAsync(id.Name, progress: null, cancellationToken);
                    if (sent.Batches > 0)
                        Log.Delivered(log, id.Name, sent.Delivered, sent.Rejected, sent.Deferred);
                    break;
                case ReconcileKind:
                    await reconciles.AskAllAsync(id.Name, "schedule", cancellationToken);
                    await ReconcileAsync(id.Name, cancellationToken);
                    break;
                case AskedReconcileKind:
                    await ReconcileAsync(id.Name, cancellationToken);
                    break;
                case PlanKind:
                    await plans.RunAskedAsync(id.Name, cancellationToken);
                    break;
                default:
                    throw new SetupException($"The job '{id}' is neither a sync, a replay, a back-fill, a delivery, a plan, a key pass nor a reconcile.");
            }
        }
        catch (DeletesHeldException held)
        {
            Log.Held(log, id.Name, held.Message);   // the run shows it as held; a person decides
        }
        catch (SyncOvertakenException)
        {
            Log.Overtaken(log, id.Name);   // by design: the other run goes on, the ledger shows it
        }
        catch (Exception stopped) when (stopped is ReplayStoppedException or BackfillStoppedException)
        {
            Log.Stopped(log, id.Name, stopped.Message);
        }
    }

    private async Task SyncAsync(SyncKey key, CancellationToken cancellationToken)
    {
        var counts = await work.SyncAsync(key, progress: null, cancellationToken);
        Log.Synced(log, key.ToString(), counts.Read, counts.Created, counts.Changed, counts.Parked);
        await DeliverMarkedAsync(counts, cancellationToken);
        if (await reconciles.AskAfterFirstLoadAsync(key, cancellationToken))
            await engine().TriggerAsync(new JobId(AskedReconcileKind, key.Connection), TimeSpan.Zero, cancellationToken);
    }

    private async Task ReconcileAsync(string connection, CancellationToken cancellationToken)
    {
        var (done, marked) = await reconciles.RunAskedAsync(connection, cancellationToken);
        foreach (var one in done)
            if (one.Compared is null)
                Log.NotReconciled(log, one.Sync.ToString(), one.Failed!);
            else if (one.Compared.AllAgree == false)
                Log.Differs(log, one.Sync.ToString(), one.Compared.Source, one.Compared.Hub);
            else
                Log.Reconciled(log, one.Sync.ToString(), one.Compared.Source, one.Compared.Hub);
        await DeliverMarkedAsync(new RunCounts { Marked = marked }, cancellationToken);
    }

    private async Task ReplayAsync(SyncKey key, CancellationToken cancellationToken)
    {
        var counts = await replays.RunOpenAsync(key, cancellationToken);
        Log.Replayed(log, key.ToString(), counts.Read, counts.Changed, counts.Parked);
        await DeliverMarkedAsync(counts, cancellationToken);
    }

    private async Task BackfillAsync(SyncKey key, CancellationToken cancellationToken)
    {
        var counts = await backfills.RunOpenAsync(key, cancellationToken);
        Log.Backfilled(log, key.ToString(), counts.Read, counts.Created, counts.Changed, counts.Parked);
        await DeliverMarkedAsync(counts, cancellationToken);
    }

    private async Task DeliverMarkedAsync(RunCounts counts, CancellationToken cancellationToken)
    {
        if (counts.Marked > 0)
            foreach (var target in work.Targets)
                await engine().TriggerAsync(new JobId(DeliverKind, target), TimeSpan.Zero, cancellationToken);
    }
}
