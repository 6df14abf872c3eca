using System.Diagnostics;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Sync;

/// <summary>
/// The left half of the line: read a batch, map what changed, attach it to its customers, and commit records, marks and checkpoint together.
/// Safe from several threads; two runs of one sync at once are harmless: the slower one is overtaken.
/// </summary>
public sealed class SyncPipeline(HubStore store, RunLedger ledger)
{
    /// <summary>Whether a sync has stored anything yet: else its next run is a first load.</summary>
    public async Task<bool> HasBegunAsync(SyncKey key, CancellationToken cancellationToken) => await store.LoadCheckpointAsync(key, cancellationToken) is not null;

    /// <summary>Runs one sync from its checkpoint to the source's present end.</summary>
    /// <param name="plan">What to sync.</param>
    /// <param name="source">Opened for this run; the caller disposes it.</param>
    /// <param name="progress">Is told the counts so far after each commit; may be null.</param>
    /// <exception cref="SyncOvertakenException">Another run was faster; everything this run committed stays.</exception>
    /// <exception cref="ConnectorException">The source failed; the next run resumes at the last committed batch.</exception>
    public async Task<RunCounts> RunAsync(SyncPlan plan, ISource source, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        await using var run = await ledger.StartAsync(plan.Job, plan.ReplayNo, plan.BackfillNo, cancellationToken);
        using var activity = Telemetry.Activities.StartActivity("sync")?.AddTag("hub.sync", plan.Scope.ToString());
        try
        {
            var position = await store.LoadCheckpointAsync(plan.Key, cancellationToken);
            var fields = new ShapeSample();
            var reading = Stopwatch.StartNew();
            await foreach (var batch in source.ReadAsync(new ReadRequest(plan.Key.Entity, position, plan.BatchSize) { Fields = plan.Mapping.Fields }, cancellationToken).WithCancellation(cancellationToken))
            {
                var counts = await CommitAsync(plan, run.RunNo, batch, position, fields, reading.Elapsed, cancellationToken);
                if (source is ICommitAware told)
                    await told.CommittedAsync(batch.Next, cancellationToken);
                position = batch.Next;
                run.Add(counts);
                progress?.Report(run.Counts);
                reading.Restart();
            }

            if (fields.Counts() is { Count: > 0 } seen)
                await store.Shapes.CountAsync(plan.Scope, run.RunNo, seen, cancellationToken);
            await run.FinishAsync(run.Counts.Parked > 0 ? RunOutcome.Parked : RunOutcome.Succeeded, error: null);
            return run.Counts;
        }
        catch (Exception failure)
        {
            await run.FinishAsync(RunOutcome.Of(failure, cancellationToken), failure.Message);
            throw;
        }
    }

    private async Task<RunCounts> CommitAsync(SyncPlan plan, long runNo, SourceBatch batch, Checkpoint? position, ShapeSample fields, TimeSpan reading, CancellationToken cancellationToken)
    {
        var scope = new BatchScope(plan.Key, plan.Scope, plan.Mapping.To, MadeBy.Of(plan.Mapping), plan.Targets, runNo)
        {
            DeleteUnlessChangedSince = plan.DeleteUnlessChangedSince,
            ReadAt = plan.ReadAt?.Invoke(),
        };
        await using var transaction = await store.BeginAsync(scope, from: position, to: batch.Next, cancellationToken);
        var counts = transaction.Counts;
        counts.Reading = reading;
        counts.Read += batch.Broken.Count;   // the others count when they are probed

        var clock = Stopwatch.StartNew();
        var changed = await transaction.ProbeAsync(batch.Records, cancellationToken);
        counts.Storing = clock.Elapsed;

        clock.Restart();
        var (mapped, gone, refused) = MapAll(plan, changed, counts);
        counts.Mapping = clock.Elapsed;

        clock.Restart();
        var (resolved, unmatched) = await Resolver.ResolveAsync(transaction, plan.Mapping.To, mapped, cancellationToken);
        counts.Resolving = clock.Elapsed;

        clock.Restart();
        await transaction.StoreAsync(resolved, cancellationToken);
        await transaction.DeleteAsync(gone, cancellationToken);
        await Resolver.SettleAsync(transaction, plan.Mapping.To, resolved, cancellationToken);
        await transaction.ParkAsync([.. Broken(batch), .. refused, .. unmatched], cancellationToken);
        await transaction.CloseMendedAsync(batch.ReadWhole, cancellationToken);
        var news = await NoticeAsync(plan, transaction, fields, changed, cancellationToken);
        counts.Storing += clock.Elapsed;
        await transaction.CommitAsync(cancellationToken);
        store.Shapes.Learn(plan.Scope, news);
        Telemetry.Batch(plan.Scope.ToString(), counts);
        return counts;
    }

    private static (List<MappedRecord> Mapped, List<ChangedRecord> Gone, List<ParkedRecord> Refused) MapAll(SyncPlan plan, IReadOnlyList<ChangedRecord> changed, RunCounts counts)
    {
        var mapped = new List<MappedRecord>(changed.Count);
        var gone = new List<ChangedRecord>();
        var refused = new List<ParkedRecord>();
        foreach (var record in changed)
        {
            if (record.Source.Change == ChangeKind.Deleted)
            {
                gone.Add(record);
                continue;
            }

            switch (plan.Mapping.Map(plan.Key.Connection, record.Source))
            {
                case MapResult.Mapped result:
                    mapped.Add(new MappedRecord(record, result.Record));
                    break;
                case MapResult.LeftOut:
                    counts.LeftOut++;   // what the hub holds of it stays: a mapping's `only` never deletes
                    break;
                case MapResult.Refused result:
                    refused.Add(Refused(record, result.Issues));
                    break;
            }
        }

        return (mapped, gone, refused);
    }

    /// <summary>Looks at the shape of what came, and notes what is new about it. A replay brings nothing from the source.</summary>
    private async Task<IReadOnlyList<NoticedField>> NoticeAsync(SyncPlan plan, HubTransaction transaction, ShapeSample fields, IReadOnlyList<ChangedRecord> changed, CancellationToken cancellationToken)
    {
        if (plan.ParkedUnder is not null)
            return [];
        fields.Look(changed);
        var news = fields.TakeNews(await store.Shapes.KnownAsync(plan.Scope, cancellationToken));
        await transaction.NoticeAsync(news, cancellationToken);
        return news;
    }

    private static ParkedRecord Refused(ChangedRecord record, IReadOnlyList<MapIssue> issues) => new(
        "map", record.Source.Key, issues[0].Cause,
        string.Join("; ", issues.Select(issue => $"{issue.Rule}: {issue.Cause}")), record.Source.Json);

    private static IEnumerable<ParkedRecord> Broken(SourceBatch batch) =>
        batch.Broken.Select(broken => new ParkedRecord("read", broken.Place, broken.Reason, $"{broken.Place}: {broken.Reason}", broken.Raw));
}
