using System.Runtime.CompilerServices;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Reads records that are only ever added and never changed, in the order of a key that grows: postings, stock movements, log entries. Used by composition,
/// as <see cref="TimeCursor"/>. Immutable; each read has a state of its own.
/// </summary>
/// <remarks>
/// Numbers are given out before their transactions commit, so a lower one may appear after a higher one was read. Each pass therefore begins
/// <see cref="Lookback"/> records before the last one.
/// </remarks>
/// <param name="fetch">Fetches a page of what is behind the key in <see cref="PageRequest.After"/>, sorted by key.</param>
public sealed class KeyCursor(FetchPage fetch)
{
    private const string Kind = "key";

    /// <summary>More records than can be added while one transaction of the source is open.</summary>
    public int Lookback { get; init; } = 1000;

    /// <summary>By what <see cref="PageRequest.Slice"/> may narrow a page: what the fetch method really looks at. A slice by anything else is refused.</summary>
    public SliceKinds Slices { get; init; }

    /// <summary>At most so many keys stand in one <see cref="PageRequest.Slice"/>.</summary>
    public int KeysPerPage { get; init; } = 100;

    /// <inheritdoc cref="TimeCursor.Form"/>
    public string? Form { get; init; }

    /// <inheritdoc cref="ISource.ReadAsync"/>
    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => request.Slice is { } slice
        ? new SlicedPass(fetch, Paging.Keyset, Slices, KeysPerPage, Form).ReadAsync(request, slice, cancellationToken)
        : ReadLiveAsync(request, cancellationToken);

    /// <summary>A checkpoint from which a pass reads what is behind a key: for <see cref="Partitions.Resume"/>, taken before anything is read.</summary>
    /// <param name="key">The key <see cref="Lookback"/> records before the last there is now; null when there are not so many.</param>
    public Checkpoint ResumeBehind(string? key) => new CursorPosition(Kind, 1) { Form = Form, Key = key }.ToCheckpoint();

    private async IAsyncEnumerable<SourceBatch> ReadLiveAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = CursorPosition.Of(request.After, Kind, Form);
        var isNew = position.At is null;
        if (isNew)
            position = position with { Pass = position.Pass + 1, At = new PassPosition { After = position.Key is { } key ? new(null, key) : null } };
        var latest = new Queue<string>();
        await foreach (var step in new Pass(fetch, Paging.Keyset, new(request.Entity, request.BatchSize)).ReadAsync(position.At!, cancellationToken))
        {
            position = position with { Key = StepBack(latest, step.Records, position.Key), At = step.End is null ? step.At : null };
            if (step.Records.Count > 0 || step.End is not null && !isNew)
                yield return Batches.Of(step, position);
            isNew = isNew && step.Records.Count == 0;
        }
    }

    /// <summary>The key so many records back, as far as this read has gone that far.</summary>
    private string? StepBack(Queue<string> latest, IReadOnlyList<PageRecord> records, string? before)
    {
        foreach (var record in records)
        {
            latest.Enqueue(record.Key);
            if (latest.Count > Lookback + 1)
                latest.Dequeue();
        }

        return latest.Count > Lookback ? latest.Peek() : before;
    }
}
