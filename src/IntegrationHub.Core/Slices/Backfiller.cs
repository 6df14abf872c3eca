using IntegrationHub.Core.Replay;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Slices;

/// <summary>
/// Reads a back-fill's slice through the one pipeline, beside the live sync: its own checkpoint, its own runs, the sync's records. A state that the sync has stored
/// after a page was asked for is never overwritten by that page. Safe from several threads.
/// </summary>
public sealed class Backfiller(SyncPipeline pipeline, Backfills backfills, Replays replays, TimeProvider time)
{
    /// <summary>Runs a back-fill from where it stands to its end.</summary>
    /// <param name="live">The sync it belongs to.</param>
    /// <param name="found">The back-fill.</param>
    /// <param name="source">Opened for it; the caller disposes it.</param>
    /// <param name="recordsPerSecond">At most so many; 0: no limit.</param>
    /// <param name="liveJobs">While one of these runs, it waits.</param>
    /// <param name="progress">Is told the counts so far after each commit; may be null.</param>
    /// <param name="cancellationToken">Stops it; it can be resumed.</param>
    /// <exception cref="SetupException">It is finished or cancelled, or the source cannot read such a slice.</exception>
    /// <exception cref="BackfillStoppedException">Somebody paused or cancelled it meanwhile.</exception>
    /// <exception cref="SyncOvertakenException">Another run of it is faster.</exception>
    public async Task<BackfillResult> RunAsync(
        SyncPlan live, Backfill found, ISource source, int recordsPerSecond, IReadOnlyCollection<string> liveJobs, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var backfill = await backfills.OpenAsync(found.BackfillNo, cancellationToken)
            ?? throw new SetupException($"Back-fill {found.BackfillNo} is over. Ask for a new one: hub backfill {found.Sync}");
        await using var sliced = new SlicedSource(backfill, source, backfills, new ReplayPace(replays, liveJobs, recordsPerSecond, time));
        var plan = live with
        {
            Key = backfill.Key,
            ParkedUnder = live.Key,
            Job = $"backfill:{live.Key}",
            BackfillNo = backfill.BackfillNo,
            ReadAt = () => sliced.AskedAt,
            BatchSize = recordsPerSecond > 0 ? Math.Min(live.BatchSize, recordsPerSecond) : live.BatchSize,
        };
        var counts = await pipeline.RunAsync(plan, sliced, progress, cancellationToken);
        var missing = backfill.Slice.Keys is { } keys ? Math.Max(0, keys.Distinct(StringComparer.Ordinal).LongCount() - await backfills.CountReadAsync(backfill.BackfillNo, cancellationToken)) : 0;
        await backfills.FinishAsync(backfill, missing, cancellationToken);
        return new BackfillResult(counts, missing, missing == sliced.NotGiven.Count ? sliced.NotGiven : []);
    }
}

/// <summary>What a back-fill's last run did.</summary>
/// <param name="Counts">Of this run.</param>
/// <param name="NotFound">How many keys were asked for and not given, in all its runs.</param>
/// <param name="NotFoundKeys">Which; empty when an earlier run had read some of the list.</param>
public sealed record BackfillResult(RunCounts Counts, long NotFound, IReadOnlyList<string> NotFoundKeys);
