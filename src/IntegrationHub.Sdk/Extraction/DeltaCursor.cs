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
