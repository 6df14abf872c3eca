using System.Security.Claims;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Hosting;

/// <summary>What people do by hand on pages and through the API, each with its audit row. Safe from several threads.</summary>
internal sealed class HandWork(
    IJobEngine engine, HubWork work, ReplayWork replayWork, Replays replays, BackfillWork backfillWork, Backfills backfills, ReconcileWork reconcileWork, PlanWork planWork, HeldDeliveries heldDeliveries, ParkedRecords parked, Audit audit)
{
    /// <exception cref="KeyNotFoundException">There is no such job; so for the other verbs.</exception>
    internal async Task RunNowAsync(ClaimsPrincipal who, JobId job, CancellationToken cancellationToken)
    {
        await engine.TriggerAsync(job, TimeSpan.Zero, cancellationToken);
        await audit.WriteAsync(who, "run now", job.ToString(), detail: null, cancellationToken);
    }

    internal async Task PauseAsync(ClaimsPrincipal who, JobId job, bool paused, CancellationToken cancellationToken)
    {
        await engine.PauseAsync(job, paused, cancellationToken);
        await audit.WriteAsync(who, paused ? "pause" : "resume", job.ToString(), detail: null, cancellationToken);
    }

    /// <summary>Tries parked records again; what is marked for a target is delivered at once.</summary>
    internal async Task<Replayed> ReplayAsync(ClaimsPrincipal who, IReadOnlyCollection<long> parkedNos, CancellationToken cancellationToken)
    {
        await audit.WriteAsync(who, "replay parked records", string.Join(",", parkedNos), detail: null, cancellationToken);
        var replayed = await work.ReplayAsync(parkedNos, progress: null, cancellationToken);
        await DeliverAsync(replayed.MarkedAgain + replayed.Counts.Marked, cancellationToken);
        return replayed;
    }

    /// <summary>Tries one parked source record again, as someone has mended it; what is marked for a target is delivered at once.</summary>
    /// <exception cref="Sdk.SetupException">It is not open, or what it was changed into is no record.</exception>
    internal async Task<RunCounts> ReplayEditedAsync(ClaimsPrincipal who, long parkedNo, string json, CancellationToken cancellationToken)
    {
        var counts = await work.ReplayEditedAsync(parkedNo, System.Text.Encoding.UTF8.GetBytes(json), cancellationToken);
        await audit.WriteAsync(who, "edit parked record", $"{parkedNo}", detail: null, cancellationToken);
        await DeliverAsync(counts.Marked, cancellationToken);
        return counts;
    }

    /// <summary>Makes the deletes that someone saw held; what is marked for a target is delivered at once.</summary>
    /// <param name="who">Who releases them; Core writes the audit row.</param>
    /// <param name="sync">Whose records.</param>
    /// <param name="seenAt">Of which key pass, so that nobody releases a list they have not seen.</param>
    /// <param name="cancellationToken">Stops it between two batches.</param>
    /// <exception cref="Sdk.SetupException">That is no longer held.</exception>
    /// <exception cref="SyncOvertakenException">A key pass runs at the same time.</exception>
    internal async Task<RunCounts> ReleaseDeletesAsync(ClaimsPrincipal who, SyncKey sync, DateTimeOffset seenAt, CancellationToken cancellationToken)
    {
        var counts = await work.ReleaseDeletesAsync(sync, seenAt, NameOf(who), progress: null, cancellationToken);
        await DeliverAsync(counts.Marked, cancellationToken);
        return counts;
    }

    /// <summary>Asks for a plan of what deliveries would do; the worker makes it.</summary>
    /// <exception cref="Sdk.SetupException">The settings know no such target.</exception>
    internal async Task AskPlanAsync(ClaimsPrincipal who, string target, PlanWish wish, CancellationToken cancellationToken)
    {
        await planWork.AskAsync(target, wish, NameOf(who), cancellationToken);
        await engine.TriggerAsync(new JobId(HubJobHandler.PlanKind, target), TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Lets deliveries leave that someone saw held; Core writes the audit row. Returns how many.</summary>
    /// <exception cref="Sdk.SetupException">The settings know no such target.</exception>
    internal async Task<int> ReleaseDeliveriesAsync(ClaimsPrincipal who, string target, string kind, long upTo, CancellationToken cancellationToken)
    {
        if (!work.Targets.Contains(target))
            throw new Sdk.SetupException($"There is no target '{target}'.");
        var released = await heldDeliveries.ReleaseAsync(target, kind, upTo, NameOf(who), cancellationToken);
        if (released > 0)
            await engine.TriggerAsync(new JobId(HubJobHandler.DeliverKind, target), TimeSpan.Zero, cancellationToken);
        return released;
    }

    /// <summary>Asks for a replay of kept records; the worker runs it.</summary>
    /// <exception cref="Sdk.SetupException">The settings know no such sync, or the selection contradicts itself.</exception>
    internal async Task<Replay> ReplayKeptAsync(ClaimsPrincipal who, SyncKey sync, ReplaySelection selection, CancellationToken cancellationToken)
    {
        var replay = await replayWork.AskAsync(sync, selection, NameOf(who), cancellationToken);
        await audit.WriteAsync(who, "replay kept records", sync.ToString(), $"replay {replay.ReplayNo}, {replay.Expected} records", cancellationToken);
        await engine.TriggerAsync(new JobId(HubJobHandler.ReplayKind, sync.ToString()), TimeSpan.Zero, cancellationToken);
        return replay;
    }

    /// <summary>Pauses or cancels a replay before its next batch. False: it was over already.</summary>
    /// <param name="who">Who says so.</param>
    /// <param name="replayNo">Which.</param>
    /// <param name="state"><see cref="ReplayState.Paused"/> or <see cref="ReplayState.Cancelled"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<bool> StopReplayAsync(ClaimsPrincipal who, long replayNo, string state, CancellationToken cancellationToken)
    {
        var stopped = await replays.StopAsync(replayNo, state, cancellationToken);
        if (stopped)
            await audit.WriteAsync(who, $"{state} replay", $"{replayNo}", detail: null, cancellationToken);
        return stopped;
    }

    /// <summary>Lets a paused replay, or one whose host died, go on in the worker.</summary>
    /// <exception cref="KeyNotFoundException">There is no such replay, or it is over.</exception>
    internal async Task ResumeReplayAsync(ClaimsPrincipal who, long replayNo, CancellationToken cancellationToken)
    {
        var replay = await replays.FindAsync(replayNo, cancellationToken) ?? throw new KeyNotFoundException($"There is no replay {replayNo}.");
        if (await replays.OpenAsync(replay, replay.MappingNo, cancellationToken) is null)
            throw new KeyNotFoundException($"Replay {replayNo} is over ({replay.State}).");
        await audit.WriteAsync(who, "resume replay", $"{replayNo}", detail: null, cancellationToken);
        await engine.TriggerAsync(new JobId(HubJobHandler.ReplayKind, replay.Sync.ToString()), TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Notes a back-fill with what it will cost, or with why it cannot be done; nothing starts yet. Reads one page of the source.</summary>
    /// <exception cref="Sdk.SetupException">The settings know no such sync.</exception>
    internal async Task<Backfill> PrepareBackfillAsync(ClaimsPrincipal who, SyncKey sync, Sdk.Slice slice, CancellationToken cancellationToken)
    {
        var backfill = await backfillWork.PrepareAsync(sync, slice, NameOf(who), cancellationToken);
        await audit.WriteAsync(who, "prepare back-fill", sync.ToString(), $"back-fill {backfill.BackfillNo}: {slice}", cancellationToken);
        return backfill;
    }

    /// <summary>Lets a back-fill that was prepared or paused, or whose host died, go on in the worker. False: it was over already.</summary>
    internal async Task<bool> StartBackfillAsync(ClaimsPrincipal who, long backfillNo, CancellationToken cancellationToken)
    {
        if (await backfills.OpenAsync(backfillNo, cancellationToken) is not { } backfill)
            return false;
        await audit.WriteAsync(who, "start back-fill", $"{backfillNo}", $"{backfill.Sync}: {backfill.Slice}", cancellationToken);
        await engine.TriggerAsync(new JobId(HubJobHandler.BackfillKind, backfill.Sync.ToString()), TimeSpan.Zero, cancellationToken);
        return true;
    }

    /// <summary>Pauses or cancels a back-fill before its next page. False: it was over already.</summary>
    /// <param name="who">Who says so.</param>
    /// <param name="backfillNo">Which.</param>
    /// <param name="state"><see cref="ReplayState.Paused"/> or <see cref="ReplayState.Cancelled"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<bool> StopBackfillAsync(ClaimsPrincipal who, long backfillNo, string state, CancellationToken cancellationToken)
    {
        var stopped = await backfills.StopAsync(backfillNo, state, cancellationToken);
        if (stopped)
            await audit.WriteAsync(who, $"{state} back-fill", $"{backfillNo}", detail: null, cancellationToken);
        return stopped;
    }

    /// <summary>Asks for a reconcile of one sync, or of all of a connection; the worker does it.</summary>
    /// <exception cref="Sdk.SetupException">The settings know no such sync.</exception>
    /// <exception cref="KeyNotFoundException">There is no such connection with syncs.</exception>
    internal async Task<IReadOnlyList<Reconcile>> ReconcileAsync(ClaimsPrincipal who, SyncKey? sync, string? connection, bool repair, bool askTargets, CancellationToken cancellationToken)
    {
        IReadOnlyList<SyncKey> syncs = sync is not null ? [sync] : [.. work.Syncs.Where(one => one.Connection == connection)];
        if (syncs.Count == 0)
            throw new KeyNotFoundException($"There is no connection '{connection}' with syncs.");
        var asked = new List<Reconcile>();
        foreach (var one in syncs)
            asked.Add(await reconcileWork.AskAsync(one, repair, askTargets, NameOf(who), cancellationToken));
        await audit.WriteAsync(who, repair ? "reconcile and repair" : "reconcile", string.Join(",", syncs), detail: null, cancellationToken);
        await engine.TriggerAsync(new JobId(HubJobHandler.AskedReconcileKind, syncs[0].Connection), TimeSpan.Zero, cancellationToken);
        return asked;
    }

    private static string NameOf(ClaimsPrincipal who) => who.Identity?.Name ?? "(nobody)";

    /// <summary>Closes parked records for good. Returns how many were open.</summary>
    internal Task<int> DropAsync(ClaimsPrincipal who, IReadOnlyCollection<long> parkedNos, string why, CancellationToken cancellationToken) =>
        parked.DropAsync(parkedNos, NameOf(who), why, cancellationToken);

    private async Task DeliverAsync(long marked, CancellationToken cancellationToken)
    {
        if (marked > 0)
            foreach (var target in work.Targets)
                await engine.TriggerAsync(new JobId(HubJobHandler.DeliverKind, target), TimeSpan.Zero, cancellationToken);
    }
}
