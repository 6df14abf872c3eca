using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.OData;

/// <summary>
/// Pages by keyset of a service that keeps more digits of a time than it shows: it sorts and filters by what nobody sees, so a record is neither equal to its own
/// time nor in order of key among those of the same millisecond.
/// </summary>
/// <remarks>
/// A record's stamp is therefore how far everything has been given: just before its millisecond while others of that may follow, the last tick of it when
/// none do. The last millisecond of a page may be cut, and is left for the next page. When it is the only one, it is read in the order of keys instead: those
/// records have the millisecond itself as their stamp, and what comes behind them is the rest of it by key.
/// </remarks>
internal sealed class HiddenDigitPages(ODataFeed feed, KeysetPages pages)
{
    private const long Shown = TimeSpan.TicksPerMillisecond;
    private readonly ODataStamp _stamp = feed.Stamp!;

    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        if (request.After is not { Stamp: { } given } after)
            return await FromAsync(request.Since, request.Size, cancellationToken);
        if (_stamp.Later(given, 1) is var next && IsShown(next))
            return await FromAsync(next, request.Size, cancellationToken);
        var rest = await OfMillisecondAsync(given, pages.AboveKey(after), request.Size, cancellationToken);
        return rest.Records.Count + rest.Broken.Count > 0 ? rest : await FromAsync(_stamp.Later(given, Shown), request.Size, cancellationToken);
    }

    private async Task<Page> FromAsync(string? since, int size, CancellationToken cancellationToken)
    {
        while (true)
        {
            var condition = since is null ? "" : $"{_stamp.Property} ge {Literal(since)}";
            var page = await pages.GetAsync(condition, [_stamp.Property, .. feed.Key], size, cancellationToken);
            if (page.Records.Count == 0)
                return page;
            foreach (var (record, before) in page.Records.Zip(page.Records.Prepend(page.Records[0])))
                if (Order(record) < Order(before))
                    throw new ProtocolException($"{feed.Name}: {record.Key} was changed before the record in front of it. The service must sort by {_stamp.Property}.");
            var (first, last) = (page.Records[0].Stamp!, page.Records[^1].Stamp!);
            if (first != last)
                return page with { Records = [.. Marked(page.Records, last)] };
            var all = await OfMillisecondAsync(last, "", size, cancellationToken);
            if (all.Records.Count + all.Broken.Count > 0)
                return all;
            since = _stamp.Later(last, Shown);   // changed again meanwhile, and so to be found later
        }
    }

    /// <summary>What was changed within a millisecond, in the order of keys.</summary>
    private Task<Page> OfMillisecondAsync(string stamp, string aboveKey, int size, CancellationToken cancellationToken)
    {
        var within = $"{_stamp.Property} ge {Literal(stamp)} and {_stamp.Property} lt {Literal(_stamp.Later(stamp, Shown))}";
        return pages.GetAsync(aboveKey.Length == 0 ? within : $"{within} and ({aboveKey})", feed.Key, size, cancellationToken);
    }

    private IEnumerable<PageRecord> Marked(IReadOnlyList<PageRecord> records, string cut)
    {
        for (var i = 0; i < records.Count && records[i].Stamp != cut; i++)
            yield return records[i] with { Stamp = _stamp.Later(records[i].Stamp!, records[i + 1].Stamp == records[i].Stamp ? -1 : Shown - 1) };
    }

    private long Order(PageRecord record) => _stamp.Format.Order(record.Stamp
        ?? throw new ProtocolException($"{feed.Name}: {record.Key} has no time of change in {_stamp.Property}. Read the entity without, or leave such records out by a filter."));

    private bool IsShown(string stamp) => _stamp.Format.Order(stamp) % Shown == 0;

    private string Literal(string stamp) => _stamp.Literal(feed.Version, stamp);
}
