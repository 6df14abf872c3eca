using System.Diagnostics;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Sync;

/// <summary>
/// Finds out what was deleted at sources that do not report it: all keys are listed and compared in the hub. The deletes then take the way of
/// everything else: a batch, a transaction, marks, delivery. Safe from several threads.
/// </summary>
public sealed class DeletedRecords(HubStore store, HeldDeletes held, SyncPipeline pipeline)
{
    /// <summary>Lists, compares, and deletes what is missing.</summary>
    /// <param name="plan">Of the sync whose records these are.</param>
    /// <param name="listing">Opened for this; the caller disposes it.</param>
    /// <param name="brake">When to let a person look first.</param>
    /// <param name="progress">May be null.</param>
    /// <exception cref="DeletesHeldException">There are too many; they are set aside.</exception>
    /// <exception cref="ConnectorException">The list did not come to its end: nothing was deleted.</exception>
    public async Task<RunCounts> FindAsync(SyncPlan plan, IKeyListing listing, DeleteBrake brake, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        await using var pass = await store.BeginKeyPassAsync(plan.Key, plan.Mapping.To, cancellationToken);
        await using var source = new MissingRecords(plan.Key, pass, listing, brake);
        return await pipeline.RunAsync(OfDeletes(plan, pass.Started), source, progress, cancellationToken);
    }

    /// <summary>Deletes what is held, exactly that; what has changed since it was found missing stays.</summary>
    /// <param name="plan">Of the sync.</param>
    /// <param name="seenAt">Which pass's, by <see cref="HeldDelete.SeenAt"/>; null: the last one's.</param>
    /// <param name="who">The person, for the audit.</param>
    /// <param name="progress">May be null.</param>
    /// <exception cref="SetupException">Nothing is held, or it is another pass's.</exception>
    public async Task<RunCounts> ReleaseAsync(SyncPlan plan, DateTimeOffset? seenAt, string who, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var found = (await held.ListAsync(cancellationToken)).FirstOrDefault(candidate => candidate.Sync == plan.Key && candidate.SeenAt == (seenAt ?? candidate.SeenAt))
            ?? throw new SetupException($"No deletes of {plan.Key} are held{(seenAt is null ? "" : $" that were missing at {seenAt:u}")}.");
        await held.AuditAsync(found, who, cancellationToken);
        await using var source = new ReleasedRecords(found, held);
        var counts = await pipeline.RunAsync(OfDeletes(plan, found.SeenAt), source, progress, cancellationToken);
        await held.ForgetAsync(found, cancellationToken);
        return counts;
    }

    /// <summary>The fence of deletes is one of its own: passes and releases of one sync go one after the other.</summary>
    private static SyncPlan OfDeletes(SyncPlan plan, DateTimeOffset seenAt) => plan with
    {
        Key = new SyncKey(plan.Key.Connection, $"{plan.Key.Entity} (keys)"),
        ParkedUnder = plan.Key,
        Job = $"keys:{plan.Key}",
        DeleteUnlessChangedSince = seenAt,
    };

    private static SourceBatch Deletes(IReadOnlyList<string> keys) =>
        new([.. keys.Select(key => new SourceRecord(key, ChangeKind.Deleted, default))], new Checkpoint($"{Guid.NewGuid()}"));

    /// <summary>What a key pass does not find, as a source. Begins with an empty batch, and gives one now and then while it lists: the fence moves, and the run shows life.</summary>
    private sealed class MissingRecords(SyncKey sync, KeyPass pass, IKeyListing listing, DeleteBrake brake) : ISource
    {
        private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(20);

        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return Deletes([]);
            var silence = Stopwatch.StartNew();
            await foreach (var keys in listing.ListKeysAsync(sync.Entity, cancellationToken).WithCancellation(cancellationToken))
            {
                await pass.AddAsync(keys, cancellationToken);
                if (silence.Elapsed < SignOfLife)
                    continue;
                yield return Deletes([]);
                silence.Restart();
            }

            yield return Deletes([]);
            var found = await pass.CompareAsync(cancellationToken);
            if (brake.Holds(found))
            {
                await pass.HoldAsync(found, cancellationToken);
                throw new DeletesHeldException(sync, found, $"{brake}");
            }

            await pass.ClearHeldAsync(cancellationToken);
            for (var missing = await pass.MissingAsync(null, request.BatchSize, cancellationToken); missing.Count > 0;
                 missing = await pass.MissingAsync(missing[^1], request.BatchSize, cancellationToken))
                yield return Deletes(missing);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>What a person has released, as a source.</summary>
    private sealed class ReleasedRecords(HeldDelete found, HeldDeletes held) : ISource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var keys = await held.KeysAsync(found, null, request.BatchSize, cancellationToken); keys.Count > 0;
                 keys = await held.KeysAsync(found, keys[^1], request.BatchSize, cancellationToken))
                yield return Deletes(keys);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
