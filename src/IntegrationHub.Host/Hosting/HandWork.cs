using System.Security.Claims;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Hosting;

/// <summary>What people do by hand on pages and through the API, each with its audit row. Safe from several threads.</summary>
internal sealed class HandWork(IJobEngine engine, HubWork work, ReplayWork replayWork, Replays replays, ParkedRecords parked, Audit audit)
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

    /// <summary>Makes the deletes that someone saw held; what is marked for a target is delivered at once.</summary>
    /// <param name="who">Who releases them; Core writes the audit row.</param>
    /// <param name="sync">Whose records.</param>
    /// <param name="seenAt">Of which key pass, so that nobody releases a list they have not seen.</param>
    /// <param name="cancellationToken">Stops it between two batches.</param>
    /// <exception cref="Sdk.SetupException">That is no longer held.</exception>
    /// <exception cref="SyncOvertakenException">A key pass runs at the same time.</exception>
    internal async Task<RunCounts> ReleaseDeletesAsync(ClaimsPrincipal who, SyncKey sync, DateTimeOffset seenAt, CancellationToken cancellationToken)
    {
        var counts = await work.ReleaseDeletesAsync(sync, seenAt, who.Identity?.Name ?? "(nobody)", progress: null, cancellationToken);
        await DeliverAsync(counts.Marked, cancellationToken);
        return counts;
    }

    /// <summary>Asks for a replay of kept records; the worker runs it.</summary>
    /// <exception cref="Sdk.SetupException">The settings know no such sync, or the selection contradicts itself.</exception>
    internal async Task<Replay> ReplayKeptAsync(ClaimsPrincipal who, SyncKey sync, ReplaySelection selection, CancellationToken cancellationToken)
    {
        var replay = await replayWork.AskAsync(sync, selection, who.Identity?.Name ?? "(nobody)", cancellationToken);
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

    /// <summary>Closes parked records for good. Returns how many were open.</summary>
    internal Task<int> DropAsync(ClaimsPrincipal who, IReadOnlyCollection<long> parkedNos, string why, CancellationToken cancellationToken) =>
        parked.DropAsync(parkedNos, who.Identity?.Name ?? "(nobody)", why, cancellationToken);

    private async Task DeliverAsync(long marked, CancellationToken cancellationToken)
    {
        if (marked > 0)
            foreach (var target in work.Targets)
                await engine.TriggerAsync(new JobId(HubJobHandler.DeliverKind, target), TimeSpan.Zero, cancellationToken);
    }
}
