using System.Runtime.CompilerServices;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Reads what changed by the source's own tokens: each pass ends with one, the next is asked for with it (OData V4 delta links, change feeds). Used by
/// composition, as <see cref="TimeCursor"/>. Immutable; each read has a state of its own.
/// </summary>
/// <remarks>
/// A source that no longer knows a token answers <see cref="Page.Expired"/>: then all is read from the beginning, in the same run. What was deleted
/// meanwhile does not show in that; an entity whose tokens expire wants a key pass as well (<see cref="IKeyListing"/>).
/// </remarks>
/// <param name="fetch">Fetches a page: the first with <see cref="PageRequest.Delta"/>, later ones with <see cref="PageRequest.Continue"/>.</param>
public sealed class DeltaCursor(FetchPage fetch)
{
    private const string Kind = "delta";

    /// <summary>By what <see cref="PageRequest.Slice"/> may narrow a page: what the fetch method really looks at. A slice by anything else is refused.</summary>
    public SliceKinds Slices { get; init; }

    /// <summary>At most so many keys stand in one <see cref="PageRequest.Slice"/>.</summary>
    public int KeysPerPage { get; init; } = 100;

    /// <inheritdoc cref="TimeCursor.Form"/>
    public string? Form { get; init; }

    /// <inheritdoc cref="ISource.ReadAsync"/>
    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => request.Slice is { } slice
        ? new SlicedPass(fetch, Paging.Stable, Slices, KeysPerPage, Form).ReadAsync(request, slice, cancellationToken)
        : ReadLiveAsync(request, cancellationToken);

    /// <summary>A checkpoint from which a pass reads what changed since a token: for <see cref="Partitions.Resume"/>, taken before anything is read.</summary>
    /// <param name="token">The source's own token for later changes.</param>
    /// <exception cref="ProtocolException">The token is too long to be kept.</exception>
    public Checkpoint ResumeAt(string token) => new CursorPosition(Kind, 1) { Form = Form, Delta = token }.ToCheckpoint();

    private async IAsyncEnumerable<SourceBatch> ReadLiveAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = CursorPosition.Of(request.After, Kind, Form);
        var isNew = position.At is null;
        if (isNew)
            position = position with { Pass = position.Pass + 1 };
        var expired = false;
        var first = new PageRequest(request.Entity, request.BatchSize) { Delta = position.Delta };
        var pass = new Pass(UnlessExpiredAsync, Paging.Stable, first);
        await foreach (var step in pass.ReadAsync(position.At ?? new(), cancellationToken))
        {
            position = position with { At = step.At };
            if (expired)
                (position, expired) = (position with { Delta = null }, false);
            if (step.End is { } end)
                position = position with
                {
                    At = null,
                    Delta = end.Delta ?? throw new ProtocolException($"{request.Entity}: the last page has no token for later changes. Without one every run would read everything."),
                };
            if (step.Records.Count + step.Broken.Count > 0 || step.End is not null && (!isNew || position.Delta != first.Delta))
                yield return Batches.Of(step, position);
            isNew = isNew && step.Records.Count + step.Broken.Count == 0;
        }

        async Task<Page> UnlessExpiredAsync(PageRequest asked, CancellationToken token)
        {
            var page = await fetch(asked with { Delta = expired ? null : position.Delta }, token);
            if (asked.Continue is not null || !ReferenceEquals(page, Page.Expired))
                return page;
            expired = true;
            return await fetch(asked with { Delta = null }, token);
        }
    }
}
