using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Replay;

/// <summary>
/// Applies a mapping to the source records the hub keeps. They go the one way in: same probe, same hashes, same marks, so that a record whose content does not
/// change writes no version and no mark, and a state that a sync has brought meanwhile is never overwritten by an older one. Safe from several threads.
/// </summary>
public sealed class Replayer(SyncPipeline pipeline, Replays replays, KeptRecords kept, ParkedRecords parked, UsedMappings used, TimeProvider time)
{
    /// <summary>Notes a replay to be run.</summary>
    /// <param name="live">The sync whose records are meant.</param>
    /// <param name="selection">Which of them.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SetupException">The selection contradicts itself.</exception>
    public async Task<Store.Replay> AskAsync(SyncPlan live, ReplaySelection selection, string who, CancellationToken cancellationToken)
    {
        if (selection.Keys is not null && (selection.Since ?? selection.Until) is not null)
            throw new SetupException("A replay takes either a list of keys or a time, not both.");
        var mappingNo = await used.NumberOfAsync(MadeBy.Of(live.Mapping), cancellationToken);
        return await replays.AddAsync(live.Key, selection, mappingNo, await CountAsync(live, selection, mappingNo, cancellationToken), who, cancellationToken);
    }

    /// <summary>Runs a replay from where it stands to its end.</summary>
    /// <param name="live">The sync it belongs to, with the mapping in force.</param>
    /// <param name="found">The replay.</param>
    /// <param name="recordsPerSecond">At most so many; 0: no limit.</param>
    /// <param name="liveJobs">While one of these runs, it waits.</param>
    /// <param name="progress">Is told the counts so far after each commit; may be null.</param>
    /// <param name="cancellationToken">Stops it; it can be resumed.</param>
    /// <exception cref="SetupException">It is finished or cancelled.</exception>
    /// <exception cref="ReplayStoppedException">Somebody paused or cancelled it meanwhile.</exception>
    /// <exception cref="SyncOvertakenException">Another run of it is faster.</exception>
    public async Task<RunCounts> RunAsync(
        SyncPlan live, Store.Replay found, int recordsPerSecond, IReadOnlyCollection<string> liveJobs, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var replay = await replays.OpenAsync(found, await used.NumberOfAsync(MadeBy.Of(live.Mapping), cancellationToken), cancellationToken)
            ?? throw new SetupException($"Replay {found.ReplayNo} is over. Ask for a new one: hub replay {found.Sync}");
        var plan = live with
        {
            Key = replay.Key,
            ParkedUnder = live.Key,
            ReplayNo = replay.ReplayNo,
            BatchSize = recordsPerSecond > 0 ? Math.Min(live.BatchSize, recordsPerSecond) : live.BatchSize,
        };
        await using var source = new KeptSource(replay, FeedOf(live), kept, parked, replays, new ReplayPace(replays, liveJobs, recordsPerSecond, time));
        var counts = await pipeline.RunAsync(plan, source, progress, cancellationToken);
        await replays.FinishAsync(replay, cancellationToken);
        return counts;
    }

    private async Task<long> CountAsync(SyncPlan live, ReplaySelection selection, int mappingNo, CancellationToken cancellationToken)
    {
        var aside = await parked.CountAsync(live.Key, selection, cancellationToken);
        if (selection.ParkedOnly)
            return aside;
        return aside + (selection.Keys is { } keys
            ? keys.Count
            : await kept.CountAsync(FeedOf(live), new KeptSelection { Since = selection.Since, Until = selection.Until, NotMadeBy = mappingNo }, cancellationToken));
    }

    private static KeptFeed FeedOf(SyncPlan live) => new(live.Key.Connection, live.Mapping.To, live.Key.Entity);
}
