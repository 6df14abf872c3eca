namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Fetches one page: the one method a connector author writes; the cursors here do the rest. Called one page after the other, from one thread at a
/// time; the same page may be asked for again, in this run or a later one. Throws the <see cref="ConnectorException"/>s as
/// <see cref="ISource.ReadAsync"/> says, and retries nothing. Cancelling ends it within a second with <see cref="OperationCanceledException"/>.
/// </summary>
/// <returns>
/// The page, whole: an answer that was cut short is an exception, never a shorter page. Its bytes stay as they are until the next page is asked for.
/// </returns>
public delegate Task<Page> FetchPage(PageRequest request, CancellationToken cancellationToken);

/// <summary>Which page is wanted. Immutable.</summary>
/// <param name="Entity">The entity's name in the outside system.</param>
/// <param name="Size">So many records are wanted. The other side may give fewer, or more: that says nothing about the end.</param>
public sealed record PageRequest(string Entity, int Size)
{
    /// <summary>Only what was changed at this time or later, as <see cref="StampFormat"/> writes it; null: everything.</summary>
    public string? Since { get; init; }

    /// <summary>
    /// With <see cref="Paging.Keyset"/>: only what comes behind this record, in the order of the pass: later, or of the same time and with a higher
    /// key. It narrows <see cref="Since"/> further. Null on a first page.
    /// </summary>
    public PageEdge? After { get; init; }

    /// <summary>With <see cref="Paging.Stable"/> and <see cref="Paging.Unstable"/>: what the page before said in <see cref="Page.Continue"/>; null on a first page.</summary>
    public string? Continue { get; init; }

    /// <summary>
    /// Only these records, whatever <see cref="Since"/> and <see cref="Delta"/> would say, which are null then. Set only in ways the cursor's <c>Slices</c>
    /// name, so a source that names none need not look. A list of keys is never longer than the cursor's <c>KeysPerPage</c>.
    /// </summary>
    public Slice? Slice { get; init; }

    /// <summary>With a <see cref="DeltaCursor"/>: what the last pass ended with; null: from the beginning, all there is.</summary>
    public string? Delta { get; init; }
}

/// <summary>The last record of a page.</summary>
/// <param name="Stamp">Its time of change as the source wrote it; null in a pass that goes by key alone.</param>
/// <param name="Key">Its key.</param>
public sealed record PageEdge(string? Stamp, string Key);

/// <summary>One page as the outside system gave it. Immutable.</summary>
/// <param name="Records">In the source's order.</param>
/// <param name="Continue">
/// How to get the page after this one, in the connector's own words (a link, a token, an offset): text, without secrets, short enough for a
/// checkpoint. Null on the last page, and with <see cref="Paging.Keyset"/>.
/// </param>
public sealed record Page(IReadOnlyList<PageRecord> Records, string? Continue = null)
{
    /// <summary>
    /// To be returned, itself and no copy, when the other side no longer knows the token in <see cref="PageRequest.Continue"/> or
    /// <see cref="PageRequest.Delta"/>: the pass begins again, without it.
    /// </summary>
    public static Page Expired { get; } = new([]);

    /// <summary>Pieces that could not be read as a record.</summary>
    public IReadOnlyList<BrokenRecord> Broken { get; init; } = [];

    /// <summary>
    /// With <see cref="Paging.Keyset"/>: set it when the other side said that nothing follows. Left out, the cursor asks on until a page is empty; that a
    /// page is shorter than wanted proves nothing, since servers cap their pages.
    /// </summary>
    public bool IsLast { get; init; }

    /// <summary>How many records the whole pass has, when the other side tells: a pass that ends with fewer is no success.</summary>
    public long? Total { get; init; }

    /// <summary>With a <see cref="DeltaCursor"/>, on the last page: the token to ask for later changes with.</summary>
    public string? Delta { get; init; }
}

/// <summary>One record of a page.</summary>
/// <param name="Key">See <see cref="SourceRecord"/>.</param>
/// <param name="Json">See <see cref="SourceRecord"/>.</param>
/// <param name="Stamp">When it was last changed, as the source wrote it; needed by a <see cref="TimeCursor"/> with <see cref="Paging.Keyset"/>.</param>
/// <param name="Change">Whether it is there, or gone.</param>
public sealed record PageRecord(string Key, ReadOnlyMemory<byte> Json, string? Stamp = null, ChangeKind Change = ChangeKind.Upserted);

/// <summary>How the pages of a pass hang together.</summary>
public enum Paging
{
    /// <summary>
    /// Each page is asked for by the last record of the one before: sorted by time of change and then key (or by key alone). Nothing can shift, so this
    /// is the one to choose where the outside system can filter and sort.
    /// </summary>
    Keyset,

    /// <summary>
    /// The page before says how to go on, and the outside system keeps the pass together: a server-side cursor, a token, or an offset into an order that
    /// does not change while it is read.
    /// </summary>
    Stable,

    /// <summary>
    /// The page before says how to go on, but records may shift between pages (offsets and page numbers over living data). A pass of several pages
    /// counts only when it was read twice with the same keys in the same order. Costs twice the requests, and 40 bytes of memory per record.
    /// </summary>
    Unstable,
}
