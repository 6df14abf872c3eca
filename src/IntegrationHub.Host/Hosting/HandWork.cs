using System.Security.Claims;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Hosting;

/// <summary>What people do by hand on pages and through the API, each with its audit row. Safe from several threads.</summary>
internal sealed class HandWork(IJobEngine engine, HubWork work, ParkedRecords parked, ReplayWork replayWork, Replays replays, Audit audit)
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
        if (replayed.MarkedAgain > 0 || replayed.Counts.Marked > 0)
            foreach (var target in work.Targets)
                await engine.TriggerAsync(new JobId(HubJobHandler.DeliverKind, target), TimeSpan.Zero, cancellationToken);
        return replayed;
    }

    /// <summary>Has the worker bring kept records to the mapping in force.</summary>
    internal async Task ReplayKeptAsync(ClaimsPrincipal who, SyncKey sync, ReplaySelection selection, CancellationToken cancellationToken)
    {
        var replay = await replayWork.AskAsync(sync, selection, who.Identity?.Name ?? "(nobody)", cancellationToken);
        await audit.WriteAsync(who, "replay kept records", sync.ToString(), FormattableString.Invariant($"replay {replay.ReplayNo}, {replay.Expected} records"), cancellationToken);
        await engine.TriggerAsync(ReplayJob(replay), TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Pauses or cancels a replay; it stops before its next batch. Null: there is no such replay.</summary>
    internal async Task<Replay?> StopReplayAsync(ClaimsPrincipal who, long replayNo, string state, CancellationToken cancellationToken)
    {
        if (await replays.FindAsync(replayNo, cancellationToken) is { } replay && await replays.StopAsync(replayNo, state, cancellationToken))
            await audit.WriteAsync(who, state == ReplayState.Paused ? "pause replay" : "cancel replay", replay.Sync.ToString(), FormattableString.Invariant($"replay {replayNo}"), cancellationToken);
        return await replays.FindAsync(replayNo, cancellationToken);
    }

    /// <inheritdoc cref="StopReplayAsync"/>
    /// <summary>Lets the worker go on with a paused replay.</summary>
    internal async Task<Replay?> ResumeReplayAsync(ClaimsPrincipal who, long replayNo, CancellationToken cancellationToken)
    {
        if (await replays.FindAsync(replayNo, cancellationToken) is { State: ReplayState.Paused } paused && await replays.OpenAsync(paused, paused.MappingNo, cancellationToken) is { } open)
        {
            await audit.WriteAsync(who, "resume replay", open.Sync.ToString(), FormattableString.Invariant($"replay {replayNo}"), cancellationToken);
            await engine.TriggerAsync(ReplayJob(open), TimeSpan.Zero, cancellationToken);
        }

        return await replays.FindAsync(replayNo, cancellationToken);
    }

    private static JobId ReplayJob(Replay replay) => new(HubJobHandler.ReplayKind, replay.Sync.ToString());

    /// <summary>Closes parked records for good. Returns how many were open.</summary>
    internal Task<int> DropAsync(ClaimsPrincipal who, IReadOnlyCollection<long> parkedNos, string why, CancellationToken cancellationToken) =>
        parked.DropAsync(parkedNos, who.Identity?.Name ?? "(nobody)", why, cancellationToken);
}
