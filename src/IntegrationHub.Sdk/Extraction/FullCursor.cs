using System.Runtime.CompilerServices;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Reads everything at every run, for entities that tell neither time nor change. The hub writes only what differs. Used by composition, as
/// <see cref="TimeCursor"/>. Immutable; each read has a state of its own.
/// </summary>
/// <param name="fetch">Fetches a page.</param>
/// <param name="paging">How pages hang together; with <see cref="Paging.Keyset"/>, sorted by key.</param>
public sealed class FullCursor(FetchPage fetch, Paging paging)
{
    private const string Kind = "full";

    /// <summary>By what <see cref="PageRequest.Slice"/> may narrow a page: what the fetch method really looks at. A slice by anything else is refused.</summary>
    public SliceKinds Slices { get; init; }

    /// <summary>At most so many keys stand in one <see cref="PageRequest.Slice"/>.</summary>
    public int KeysPerPage { get; init; } = 100;

    /// <inheritdoc cref="TimeCursor.Form"/>
    public string? Form { get; init; }

    /// <inheritdoc cref="ISource.ReadAsync"/>
    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => request.Slice is { } slice
        ? new SlicedPass(fetch, paging, Slices, KeysPerPage, Form).ReadAsync(request, slice, cancellationToken)
        : ReadLiveAsync(request, cancellationToken);

    /// <summary>A checkpoint from which a pass reads everything, as every pass does: for <see cref="Partitions.Resume"/>.</summary>
    public Checkpoint Resume() => new CursorPosition(Kind, 1) { Form = Form }.ToCheckpoint();

    private async IAsyncEnumerable<SourceBatch> ReadLiveAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = CursorPosition.Of(request.After, Kind, Form);
        var isNew = position.At is null;
        if (isNew)
            position = position with { Pass = position.Pass + 1 };
        await foreach (var step in new Pass(fetch, paging, new(request.Entity, request.BatchSize)).ReadAsync(position.At ?? new(), cancellationToken))
        {
            position = position with { At = step.End is null ? step.At : null };
            if (step.Records.Count + step.Broken.Count > 0 || step.End is not null && !isNew)
                yield return Batches.Of(step, position);
            isNew = isNew && step.Records.Count + step.Broken.Count == 0;
        }
    }

    /// <summary>
    /// All keys of an entity, for <see cref="IKeyListing"/>: the same pages with the same checks, from the beginning, without a position. It ends only when the
    /// pass was whole; else it throws.
    /// </summary>
    /// <param name="entity">The entity's name in the outside system.</param>
    /// <param name="size">Keys per page.</param>
    public async IAsyncEnumerable<IReadOnlyList<string>> KeysAsync(string entity, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var step in new Pass(fetch, paging, new(entity, size)).ReadAsync(new(), cancellationToken))
            yield return step.Broken.Count == 0
                ? [.. step.Records.Where(record => record.Change == ChangeKind.Upserted).Select(record => record.Key)]
                : throw new ProtocolException($"{entity}: {step.Broken[0].Place} could not be read as a record, so its key is not known; a list of keys must be whole.");
    }
}
