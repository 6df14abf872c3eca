using System.Runtime.CompilerServices;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Reads what was changed since the last pass, by the time of change. Used by composition: a source makes one for an entity and hands its
/// <see cref="ReadAsync"/> on.
/// </summary>
/// <remarks>
/// What it guards against. <b>Records committed late</b>, with a time that was read already: each pass begins <see cref="Overlap"/> before the moment the
/// last one began, however long that one took. <b>Equal times at a page's border</b>: ties are broken by key. <b>Clocks that differ</b>: that moment is
/// reckoned in the source's own time (its latest change, less the time the pass took by our clock), and a record from the future does not
/// move it beyond now. <b>Local time, and dates</b>: see <see cref="StampFormat"/>. Re-reading costs the hub next to nothing: unchanged records are known
/// by their hash.
/// <para>Immutable; each read has a state of its own.</para>
/// </remarks>
/// <param name="fetch">Fetches a page of what was changed at or after <see cref="PageRequest.Since"/>.</param>
/// <param name="stamps">How the source writes times.</param>
/// <param name="time">The hub's clock: <see cref="ConnectorServices.Time"/>.</param>
public sealed class TimeCursor(FetchPage fetch, StampFormat stamps, TimeProvider time)
{
    private const string Kind = "time";

    /// <summary>How long after its time of change a record may still appear: the source's longest transaction, and the differences between its own clocks.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How pages hang together.</summary>
    public Paging Paging { get; init; } = Paging.Keyset;

    /// <summary>
    /// With <see cref="Paging.Keyset"/>: pages are sorted by key alone, and only <see cref="PageRequest.Since"/> goes by time. For a source that shows less of a time than it keeps, or has
    /// none for some records: nothing hangs on the order of times then. What changes while the pass runs is found by the next one, which begins before this one did.
    /// </summary>
    public bool ByKey { get; init; }

    /// <summary>By what <see cref="PageRequest.Slice"/> may narrow a page: what the fetch method really looks at. A slice by anything else is refused.</summary>
    public SliceKinds Slices { get; init; }

    /// <summary>At most so many keys stand in one <see cref="PageRequest.Slice"/>.</summary>
    public int KeysPerPage { get; init; } = 100;

    /// <summary>
    /// What the records are asked for with, when that may change: the fields that are selected, or a fingerprint of them. When it differs from the checkpoint's,
    /// all is read again, since records that did not change have not shown what is wanted now. Null: whole records.
    /// </summary>
    public string? Form { get; init; }

    /// <inheritdoc cref="ISource.ReadAsync"/>
    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => request.Slice is { } slice
        ? new SlicedPass(fetch, Paging, Slices, KeysPerPage, Form, ByKey ? null : stamps).ReadAsync(request, slice, cancellationToken)
        : ReadLiveAsync(request, cancellationToken);

    /// <summary>
    /// A checkpoint from which a pass finds everything that was committed after this call, whenever it is read: for <see cref="Partitions.Resume"/>, taken before
    /// anything is read.
    /// </summary>
    /// <param name="newest">The latest time of change there is now, as the source wrote it; null when there is no record.</param>
    /// <exception cref="ProtocolException">The stamp is not written so.</exception>
    public Checkpoint ResumeAt(string? newest)
    {
        var now = time.GetUtcNow();
        var seen = newest is null ? (DateTimeOffset?)null : stamps.Instant(newest);
        return new CursorPosition(Kind, 1) { Form = Form, Seen = seen > now ? now : seen }.ToCheckpoint();
    }

    private async IAsyncEnumerable<SourceBatch> ReadLiveAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = Begin(CursorPosition.Of(request.After, Kind, Form));
        var isNew = position.At is null;
        var first = new PageRequest(request.Entity, request.BatchSize) { Since = position.Seen is { } seen ? stamps.Floor(seen - Overlap) : null };
        await foreach (var step in new Pass(fetch, Paging, first, ByKey ? null : stamps).ReadAsync(position.At ?? new(), cancellationToken))
        {
            position = position with { Newest = Newest(position.Newest, step.Records), At = step.At };
            if (step.End is not null)
                position = End(position);
            if (step.Records.Count + step.Broken.Count > 0 || step.End is not null && !isNew)
                yield return Batches.Of(step, position);
            isNew = isNew && step.Records.Count + step.Broken.Count == 0;
        }
    }

    private CursorPosition Begin(CursorPosition position) =>
        position.At is not null ? position : position with { Pass = position.Pass + 1, Started = time.GetUtcNow() };

    /// <summary>
    /// What may have been missed was changed after the pass began, less the overlap. The source's clock at that moment is not known, but it was no earlier than
    /// the latest change met, less the time since then.
    /// </summary>
    private CursorPosition End(CursorPosition position)
    {
        var now = time.GetUtcNow();
        var took = now - position.Started!.Value is { Ticks: > 0 } elapsed ? elapsed : TimeSpan.Zero;
        var newest = position.Newest < now ? position.Newest : position.Newest is null ? null : now;
        return new CursorPosition(Kind, position.Pass) { Form = Form, Seen = Later(position.Seen, newest - took) };
    }

    private DateTimeOffset? Newest(DateTimeOffset? before, IReadOnlyList<PageRecord> records)
    {
        foreach (var record in records)
            if (record.Stamp is { } stamp)
                before = Later(before, stamps.Instant(stamp));
        return before;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
