using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Replay;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>
/// Replays, by the name of their sync: asked for first; run by the worker or on the command line after that, behind the live syncs; resumed from where they stand.
/// Safe from several threads.
/// </summary>
public sealed class ReplayWork(HubWork work, ConnectorCatalog connectors, Replayer replayer, Replays replays)
{
    /// <summary>Notes a replay to be run: by <see cref="RunAsync"/>, or by the sync's job <c>replay:northwind/Orders</c>.</summary>
    /// <exception cref="SetupException">The settings know no such sync, or the selection contradicts itself.</exception>
    public Task<Store.Replay> AskAsync(SyncKey sync, ReplaySelection selection, string who, CancellationToken cancellationToken) =>
        replayer.AskAsync(work.PlanOf(sync), selection, who, cancellationToken);

    /// <summary>Runs a replay, new or paused or left by a host that died, from where it stands to its end.</summary>
    /// <exception cref="SetupException">There is no such replay, or it is finished or cancelled.</exception>
    /// <exception cref="ReplayStoppedException">Somebody paused or cancelled it meanwhile.</exception>
    public async Task<RunCounts> RunAsync(long replayNo, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var replay = await replays.FindAsync(replayNo, cancellationToken) ?? throw new SetupException($"There is no replay {replayNo}. See: hub replay --list");
        var live = work.PlanOf(replay.Sync);
        var syncs = connectors.Connections[replay.Sync.Connection].Syncs;
        string[] liveJobs = [.. syncs.Keys.Select(entity => new JobId(HubJobHandler.SyncKind, $"{replay.Sync.Connection}/{entity}").ToString())];
        return await replayer.RunAsync(live, replay, syncs[replay.Sync.Entity].ReplayRecordsPerSecond, liveJobs, progress, cancellationToken);
    }

    /// <summary>Runs all open replays of a sync, oldest first. Paused ones wait until they are resumed.</summary>
    public async Task<RunCounts> RunOpenAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        var total = new RunCounts();
        foreach (var replay in await replays.UnfinishedAsync(sync, cancellationToken))
            if (replay.State == ReplayState.Open)
                total.Add(await RunAsync(replay.ReplayNo, progress: null, cancellationToken));
        return total;
    }
}
