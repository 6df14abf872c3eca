using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.OData;

/// <summary>Pages of a feed in the order of keys, each asked for by the last record of the one before.</summary>
internal sealed class KeysetPages(ODataFeed feed)
{
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        if (request is { After: null, Slice: null })
            await RefuseTimelessAsync(cancellationToken);
        var since = request.Since is { } stamp ? $"{feed.Stamp!.Property} ge {feed.Stamp.Literal(feed.Version, stamp)}" : "";
        var page = await GetAsync([since, request.After is { } after ? Above(after) : "", .. SliceCondition.Of(feed, request.Slice)], request.Size, cancellationToken);
        if (request.After is { Key: var key } && page.Records.Any(record => record.Key == key))
            throw new ProtocolException($"{feed.Name}: the service gave {key} again when it was asked for what is above it. It does not filter by {string.Join(" and ", feed.Key)}; read it by its own links.");
        return page;
    }

    private async Task<Page> GetAsync(IEnumerable<string> conditions, int size, CancellationToken cancellationToken)
    {
        var below = feed.Service.PathAndQuery(feed.Path, [ODataFeed.FilterOption(conditions.Prepend(feed.Filter)), $"$orderby={string.Join(',', feed.Key)}", ODataService.Option("$top", size),
            feed.Selection.Query(feed.Version), .. feed.Options]);
        var (page, answer) = await feed.GetAsync(below, "", cancellationToken);
        var (records, broken) = await feed.RecordsAsync(page, answer, cancellationToken);
        return new Page(records) { Broken = broken };
    }

    /// <summary>A record without a time of change shows in no later pass.</summary>
    private async Task RefuseTimelessAsync(CancellationToken cancellationToken)
    {
        if (feed.Stamp is not { IsNullable: true } stamp || !feed.RefusesTimeless)
            return;
        var page = await GetAsync([$"{stamp.Property} eq null"], 1, cancellationToken);
        if (page.Records.Count + page.Broken.Count > 0)
            throw new SetupException($"{feed.Name}: there are records whose {stamp.Property} is null, so their changes could never be read by it. Leave them out by a filter, or read the entity without a time of change.");
    }

    private string Above(PageEdge after) => Above(ODataKey.Values(after.Key[feed.KeyPrefix.Length..], feed.Key.Count), 0);

    /// <summary>Keys above this one, in the order of their properties.</summary>
    private string Above(IReadOnlyList<string> values, int index)
    {
        var (name, literal) = (feed.Key[index], ODataLiteral.Of(feed.Version, feed.TypeOf(feed.Key[index]), values[index]));
        return index == values.Count - 1 ? $"{name} gt {literal}" : $"{name} gt {literal} or {name} eq {literal} and ({Above(values, index + 1)})";
    }
}
