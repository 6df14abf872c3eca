using System.Runtime.CompilerServices;
using IntegrationHub.Core.Replay;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Slices;

/// <summary>
/// A back-fill's slice as a source: behind the live syncs, no faster than it may, and only until somebody stops it. Notes when each page was asked for, since what a
/// sync has stored after that is newer. Does not own the source.
/// </summary>
internal sealed class SlicedSource(Backfill backfill, ISource source, Backfills backfills, ReplayPace pace) : ISource, ICommitAware
{
    private readonly HashSet<string> given = new(StringComparer.Ordinal);   // only of a list of keys

    /// <summary>When the page was asked for that the last batch came from, by the database's clock.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Keys that were asked for and not given in this run.</summary>
    public IReadOnlyList<string> NotGiven => [.. (backfill.Slice.Keys ?? []).Distinct(StringComparer.Ordinal).Where(key => !given.Contains(key))];

    public Task CheckAsync(CancellationToken cancellationToken) => source.CheckAsync(cancellationToken);

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batches = source.ReadAsync(request with { Entity = backfill.Sync.Entity, Slice = backfill.Slice }, cancellationToken).GetAsyncEnumerator(cancellationToken);
        for (var records = 0; ; records = batches.Current.Records.Count)
        {
            await pace.WaitAsync(records, cancellationToken);
            if (await backfills.FindAsync(backfill.BackfillNo, cancellationToken) is { State: not ReplayState.Open } stopped)
                throw new BackfillStoppedException(stopped.BackfillNo, stopped.State);
            var now = await backfills.NowAsync(cancellationToken);
            if (!await batches.MoveNextAsync())
                yield break;
            if (!batches.Current.IsSamePage)
                AskedAt = now;
            if (backfill.Slice.Keys is not null)
                given.UnionWith(batches.Current.Records.Select(record => record.Key));
            yield return batches.Current;
        }
    }

    public Task CommittedAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        source is ICommitAware told ? told.CommittedAsync(checkpoint, cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
