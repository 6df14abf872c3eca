using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.OData;

/// <summary>Pages of a feed by keyset: each is asked for by the last record of the one before.</summary>
internal sealed class KeysetPages(ODataFeed feed)
{
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        if (request.After is null)
            await RefuseTimelessAsync(cancellationToken);
        if (feed.Stamp is { HidesDigits: true })
            return await new HiddenDigitPages(feed, this).FetchAsync(request, cancellationToken);
        string[] order = [.. feed.Stamp is null ? Array.Empty<string>() : [feed.Stamp.Property], .. feed.Key];
        return await GetAsync(Behind(request), order, request.Size, cancellationToken);
    }

    /// <summary>The first records of an order under a condition.</summary>
    public async Task<Page> GetAsync(string condition, IReadOnlyList<string> order, int size, CancellationToken cancellationToken)
    {
        var below = feed.Service.PathAndQuery(feed.Path, [ODataFeed.FilterOption(feed.Filter, condition), $"$orderby={string.Join(',', order)}", ODataService.Option("$top", size),
            feed.Selection.Query(feed.Version), .. feed.Options]);
        var (page, answer) = await feed.GetAsync(below, "", cancellationToken);
        var (records, broken) = await feed.RecordsAsync(page, answer, cancellationToken);
        return new Page(records) { Broken = broken };
    }

    /// <summary>Keys above this record's, in the order of their properties.</summary>
    public string AboveKey(PageEdge after) => Above(ODataKey.Values(after.Key[feed.KeyPrefix.Length..], feed.Key.Count), 0);

    /// <summary>A record without a time of change is behind no other one, and would never be read.</summary>
    private async Task RefuseTimelessAsync(CancellationToken cancellationToken)
    {
        if (feed.Stamp is not { IsNullable: true } stamp || !feed.RefusesTimeless)
            return;
        var page = await GetAsync($"{stamp.Property} eq null", feed.Key, 1, cancellationToken);
        if (page.Records.Count + page.Broken.Count > 0)
            throw new SetupException($"{feed.Name}: there are records whose {stamp.Property} is null, so they could never be read by it. Leave them out by a filter, or read the entity without a time of change.");
    }

    private string Behind(PageRequest request)
    {
        if (request.After is not { } after)
            return request.Since is { } since ? $"{feed.Stamp!.Property} ge {feed.Stamp.Literal(feed.Version, since)}" : "";
        var behind = AboveKey(after);
        if (feed.Stamp is not { } stamp)
            return behind;
        var literal = stamp.Literal(feed.Version, after.Stamp!);
        return $"{stamp.Property} gt {literal} or {stamp.Property} eq {literal} and {(feed.Key.Count == 1 ? behind : $"({behind})")}";
    }

    private string Above(IReadOnlyList<string> values, int index)
    {
        var (name, literal) = (feed.Key[index], ODataLiteral.Of(feed.Version, feed.TypeOf(feed.Key[index]), values[index]));
        return index == values.Count - 1 ? $"{name} gt {literal}" : $"{name} gt {literal} or {name} eq {literal} and ({Above(values, index + 1)})";
    }
}
