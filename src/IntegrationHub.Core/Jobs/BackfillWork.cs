using System.Diagnostics;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>
/// Back-fills: part of an entity, read from the source beside the live sync; estimated and asked for first, run by the worker or on the command line after that,
/// resumed from where they stand. Safe from several threads.
/// </summary>
public sealed class BackfillWork(HubWork work, ConnectorCatalog connectors, Backfiller backfiller, Backfills backfills, KeptRecords kept)
{
    /// <summary>
    /// What a back-fill would cost. The source counts where it can, and gives the first page: a source that cannot read such a slice says so here. Nothing is
    /// stored.
    /// </summary>
    /// <exception cref="SetupException">The settings know no such sync, or its source cannot read such a slice.</exception>
    /// <exception cref="ConnectorException">The source failed.</exception>
    public async Task<BackfillEstimate> EstimateAsync(SyncKey sync, Slice slice, CancellationToken cancellationToken)
    {
        Check(slice);
        using var order = CallOrder.BehindLive();
        var plan = work.PlanOf(sync);
        await using var source = connectors.OpenSource(sync.Connection);
        var clock = Stopwatch.StartNew();
        var first = await FirstAsync(plan, source, slice, cancellationToken);
        var took = clock.Elapsed;
        var (records, by) = await CountAsync(plan, source, slice, cancellationToken);
        var measured = await backfills.MeasuredAsync(sync, cancellationToken);
        var perPage = Math.Max(1, measured is { Batches: > 1 } ? (double)measured.Records / measured.Batches : first.Count > 0 ? first.Count : plan.BatchSize);
        if (first.Count > perPage)
            perPage = first.Count;
        var pages = (long?)Math.Ceiling((records ?? 0) / perPage);
        var perRecord = measured is { Records: > 0 } ? measured.Time / measured.Records : took / Math.Max(1, first.Count);
        var limit = connectors.Connections[sync.Connection].Syncs[sync.Entity].BackfillRecordsPerSecond;
        var duration = records is null ? (TimeSpan?)null : TimeSpan.FromTicks(Math.Max((perRecord * records.Value).Ticks, limit > 0 ? TimeSpan.FromSeconds((double)records.Value / limit).Ticks : 0));
        return new BackfillEstimate(
            records, by, records is null ? null : Math.Max(1, pages!.Value), duration,
            duration is null ? EstimateBasis.Unknown : measured is not null ? EstimateBasis.Measured : EstimateBasis.Guessed, first.Count, took);
    }

    /// <summary>Notes a back-fill to be run: by <see cref="RunAsync"/>, or by the sync's job <c>backfill:northwind/Orders</c>.</summary>
    /// <param name="sync">Whose records.</param>
    /// <param name="slice">Which of them.</param>
    /// <param name="expected">How many there are thought to be; null: not known.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SetupException">The settings know no such sync, or the slice contradicts itself.</exception>
    public Task<Backfill> AskAsync(SyncKey sync, Slice slice, long? expected, string who, CancellationToken cancellationToken)
    {
        Check(slice);
        return backfills.AddAsync(work.PlanOf(sync).Key, slice, expected, who, cancellationToken);
    }

    /// <summary>
    /// Notes a back-fill with what it will cost; it waits until somebody starts it. What the source cannot read, or a source that fails, is noted with the reason as a back-fill that is over.
    /// </summary>
    /// <exception cref="SetupException">The settings know no such sync.</exception>
    public async Task<Backfill> PrepareAsync(SyncKey sync, Slice slice, string who, CancellationToken cancellationToken)
    {
        var key = work.PlanOf(sync).Key;
        try
        {
            return await backfills.PrepareAsync(key, slice, await EstimateAsync(sync, slice, cancellationToken), who, cancellationToken);
        }
        catch (ConnectorException cannot)
        {
            return await backfills.RefuseAsync(key, slice, cannot.Message, who, cancellationToken);
        }
    }

    /// <summary>Runs a back-fill, new or paused or left by a host that died, from where it stands to its end.</summary>
    /// <exception cref="SetupException">There is no such back-fill, or it is finished or cancelled, or its source cannot read such a slice.</exception>
    /// <exception cref="BackfillStoppedException">Somebody paused or cancelled it meanwhile.</exception>
    /// <exception cref="SyncOvertakenException">Another run of it is faster.</exception>
    public async Task<BackfillResult> RunAsync(long backfillNo, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        using var order = CallOrder.BehindLive();
        var backfill = await backfills.FindAsync(backfillNo, cancellationToken) ?? throw new SetupException($"There is no back-fill {backfillNo}. See: hub backfill --list");
        var live = work.PlanOf(backfill.Sync);
        var syncs = connectors.Connections[backfill.Sync.Connection].Syncs;
        string[] liveJobs = [.. syncs.Keys.Select(entity => new JobId(HubJobHandler.SyncKind, $"{backfill.Sync.Connection}/{entity}").ToString())];
        await using var source = connectors.OpenSource(backfill.Sync.Connection);
        return await backfiller.RunAsync(live, backfill, source, syncs[backfill.Sync.Entity].BackfillRecordsPerSecond, liveJobs, progress, cancellationToken);
    }

    /// <summary>Runs all open back-fills of a sync, oldest first. Paused ones wait until they are resumed.</summary>
    public async Task<RunCounts> RunOpenAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        var total = new RunCounts();
        foreach (var backfill in await backfills.UnfinishedAsync(sync, cancellationToken))
            if (backfill.State == ReplayState.Open)
                total.Add((await RunAsync(backfill.BackfillNo, progress: null, cancellationToken)).Counts);
        return total;
    }

    private static void Check(Slice slice)
    {
        if (slice.From > slice.To)
            throw new SetupException($"A range of dates from {slice.From:yyyy-MM-dd} to {slice.To:yyyy-MM-dd} holds nothing; swap them.");
        if (slice.Keys is { Count: 0 })
            throw new SetupException("The list of keys is empty.");
    }

    private static async Task<IReadOnlyList<SourceRecord>> FirstAsync(SyncPlan plan, ISource source, Slice slice, CancellationToken cancellationToken)
    {
        await foreach (var batch in source.ReadAsync(new ReadRequest(plan.Key.Entity, null, plan.BatchSize, slice) { Fields = plan.Mapping.Fields }, cancellationToken))
            return batch.Records;
        return [];
    }

    private async Task<(long? Records, EstimateBasis By)> CountAsync(SyncPlan plan, ISource source, Slice slice, CancellationToken cancellationToken)
    {
        if (slice.Keys is { } keys)
            return (keys.Distinct(StringComparer.Ordinal).LongCount(), EstimateBasis.Listed);
        if (source is ICountedSource counted && counted.CountsOf(plan.Key.Entity) is var can && can.By.Contains(CountBy.Entity) && (slice.Kinds & ~can.Slices) == 0)
            return ((await counted.CountAsync(new CountRequest(plan.Key.Entity, CountBy.Entity, slice), cancellationToken)).Sum(count => count.Records), EstimateBasis.Counted);
        var held = await kept.CountAsync(new KeptFeed(plan.Key.Connection, plan.Mapping.To, plan.Key.Entity), new KeptSelection(), cancellationToken);
        return held == 0 ? (null, EstimateBasis.Unknown) : (held, EstimateBasis.Guessed);   // of part of it, no more than that
    }
}
