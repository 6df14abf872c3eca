using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>A step of a pass: some records of a page, and where the pass stands behind them.</summary>
/// <param name="Records">At most as many as a batch may have.</param>
/// <param name="Broken">Pieces of the page that are no records.</param>
/// <param name="At">Where the pass stands now.</param>
/// <param name="End">The page that ended the pass; null while it goes on.</param>
/// <param name="IsSamePage">It comes of the same page as the step before.</param>
internal readonly record struct PassStep(IReadOnlyList<PageRecord> Records, IReadOnlyList<BrokenRecord> Broken, PassPosition At, Page? End, bool IsSamePage);

/// <summary>
/// Reads an entity page by page from a position to the end, in steps no larger than a batch, and lets nothing pass that would lose records: pages out of
/// order, pages that lead back, fewer records than the source counts, records that shift between pages. Used once.
/// </summary>
/// <param name="fetch">Fetches a page.</param>
/// <param name="paging">How the pages hang together.</param>
/// <param name="first">What every page is asked with.</param>
/// <param name="stamps">For passes in the order of time.</param>
internal sealed class Pass(FetchPage fetch, Paging paging, PageRequest first, StampFormat? stamps = null)
{
    private const int MostRounds = 6;

    private readonly HashSet<UInt128> _given = [];   // only filled where records may shift
    private readonly KeysetOrder _order = new(first.Entity, stamps);
    private LoopGuard _loop = new();
    private string? _pageBefore;
    private int _same;   // so often in a row it came again
    private int _rounds;   // of this run: a later one has as many again

    public async IAsyncEnumerable<PassStep> ReadAsync(PassPosition at, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await fetch(first with { After = at.After, Continue = at.Continue }, cancellationToken);
            if (ReferenceEquals(page, Page.Expired))
            {
                at = Again(at);
                continue;
            }

            var behind = Behind(page, at);
            var ends = behind is null;
            var records = paging == Paging.Unstable ? NotYetGiven(page.Records) : page.Records;
            foreach (var step in Steps(records, page, at, behind))
                yield return step;
            if (ends)
                yield break;
            at = behind!;
        }
    }

    /// <summary>The source has forgotten the way on: the pass begins again.</summary>
    private PassPosition Again(PassPosition at)
    {
        if (at.Continue is null)
            throw new ProtocolException($"{first.Entity}: the source no longer knows how to go on, although it was asked to begin.");
        if (++_rounds >= MostRounds)
            throw new ProtocolException($"{first.Entity}: the source did not know its own way on, {MostRounds} times over. Its tokens or links do not work as set up, or it forgets them at once.");
        (_loop, _pageBefore, _same) = (new(), null, 0);
        return new();
    }

    /// <summary>
    /// A proxy's old answer, or an API that gives its last page for every number behind it: what was asked for is missing. Where records shift, they may have done so by a
    /// whole page, so there it is no error, but a reading that never counts: two of them agree only by the same accident.
    /// </summary>
    private bool IsSamePage(Page page)
    {
        if (paging == Paging.Keyset || page.Records.Count == 0)
            return false;
        var print = Print(null, page.Records);
        if (print != _pageBefore)
        {
            (_pageBefore, _same) = (print, 0);
            return false;
        }

        return paging == Paging.Unstable && ++_same < MostRounds ? true
            : throw new ProtocolException($"{first.Entity}: the source gave the same page twice, one for the other. If it does so behind its last page, say where it tells the total.");
    }

    /// <summary>Where the pass stands behind a page; null when that was its end.</summary>
    private PassPosition? Behind(Page page, PassPosition at)
    {
        if (paging == Paging.Keyset)
        {
            _order.Check(page, at.After);
            return page.IsLast || page.Records.Count == 0 ? null : new PassPosition { After = EdgeOf(page.Records[^1]) };
        }

        if (page.Continue is { } on && (_loop.LeadsBack(on) || on == at.Continue))
            throw new ProtocolException($"{first.Entity}: the pages lead back to one that was read already. The source's way to go on does not work as set up.");
        var isSame = IsSamePage(page);
        var count = at.Count + page.Records.Count;
        var print = paging == Paging.Unstable ? Print(isSame ? $"{at.Print} again in {at.Round}" : at.Print, page.Records) : null;
        if (page.Continue is { } next)
            return at with { Continue = next, Given = 0, Count = count, Print = print };
        var isShort = count < page.Total;
        var isOnePage = at is { Continue: null, Round: 0 };
        if (!isShort && (paging == Paging.Stable || isOnePage || at.Round > 0 && print == at.PrintBefore))
            return null;
        if (++_rounds >= MostRounds)
            throw new TransientException(isShort
                ? $"{first.Entity}: the source counts {page.Total} records and gave {count}, {MostRounds} times over. The next run begins again."
                : $"{first.Entity}: records kept shifting between pages, {MostRounds} times over. Read it at a quieter time, or let the source sort it by time of change or key.");
        (_loop, _pageBefore, _same) = (new(), null, 0);
        return new PassPosition { Round = at.Round + 1, PrintBefore = print };
    }

    /// <summary>Cuts a page into steps. Only the last one leaves the page; the ones before stand within it, so that they are told apart.</summary>
    private IEnumerable<PassStep> Steps(IReadOnlyList<PageRecord> records, Page page, PassPosition at, PassPosition? behind)
    {
        var given = 0;
        while (records.Count - given > first.Size)
        {
            var some = records.Skip(given).Take(first.Size).ToArray();
            given += some.Length;
            yield return new(some, [], paging == Paging.Keyset ? new PassPosition { After = EdgeOf(some[^1]) } : at with { Given = at.Given + given }, null, given > some.Length);
        }

        yield return new(given == 0 ? records : [.. records.Skip(given)], page.Broken, behind ?? at, behind is null ? page : null, given > 0);
    }

    private PageEdge EdgeOf(PageRecord record) => new(stamps is null ? null : record.Stamp, record.Key);

    private List<PageRecord> NotYetGiven(IReadOnlyList<PageRecord> records) => [.. records.Where(record => _given.Add(Hash(record.Key)))];

    private static UInt128 Hash(string key) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string Print(string? before, IReadOnlyList<PageRecord> records)
    {
        var text = new StringBuilder(before);
        foreach (var record in records)
            text.Append('\n').Append(record.Key);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 0, 16);
    }
}
