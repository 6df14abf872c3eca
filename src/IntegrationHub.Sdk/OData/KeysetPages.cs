using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.OData;

/// <summary>Pages of a feed by keyset: each is asked for by the last record of the one before.</summary>
internal sealed class KeysetPages(ODataFeed feed)
{
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var order = string.Join(',', (IEnumerable<string>)[.. feed.Stamp is null ? Array.Empty<string>() : [feed.Stamp.Property], .. feed.Key]);
        var below = feed.Service.PathAndQuery(feed.Path, [ODataFeed.FilterOption(feed.Filter, Behind(request)), $"$orderby={order}", ODataService.Option("$top", request.Size),
            feed.Selection.Query(feed.Version), .. feed.Options]);
        var (page, answer) = await feed.GetAsync(below, "", [], cancellationToken);
        var (records, broken) = feed.Records(page, answer.What);
        return new Page(records) { Broken = broken };
    }

    private string Behind(PageRequest request)
    {
        if (request.After is not { } after)
            return request.Since is { } since ? $"{feed.Stamp!.Property} ge {feed.Stamp.Literal(feed.Version, since)}" : "";
        var values = ODataKey.Values(after.Key[feed.KeyPrefix.Length..], feed.Key.Count);
        var behind = Above(values, 0);
        if (feed.Stamp is not { } stamp)
            return behind;
        var literal = stamp.Literal(feed.Version, after.Stamp!);
        return $"{stamp.Property} gt {literal} or {stamp.Property} eq {literal} and {(feed.Key.Count == 1 ? behind : $"({behind})")}";
    }

    /// <summary>Keys above this one, in the order of their properties.</summary>
    private string Above(IReadOnlyList<string> values, int index)
    {
        var (name, literal) = (feed.Key[index], ODataLiteral.Of(feed.Version, feed.TypeOf(feed.Key[index]), values[index]));
        return index == values.Count - 1 ? $"{name} gt {literal}" : $"{name} gt {literal} or {name} eq {literal} and ({Above(values, index + 1)})";
    }
}
