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

    /// <inheritdoc cref="TimeCursor.Form"/>
    public string? Form { get; init; }

    /// <inheritdoc cref="ISource.ReadAsync"/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Slices.Refuse(request);
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
