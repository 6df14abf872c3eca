using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.OData;

/// <summary>Pages of a feed as the service cuts them: by its links to the next one.</summary>
internal sealed class LinkedPages(ODataFeed feed)
{
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var first = First(request);
        var prefer = feed.Version == ODataVersion.V4 ? $"odata.maxpagesize={request.Size}" : "";
        var (page, answer) = await feed.GetAsync(request.Continue is { } link ? ShortLink.Long(first, link) : first, prefer, cancellationToken);
        var (records, broken) = await feed.RecordsAsync(page, answer, cancellationToken);
        var next = page.Next is { } on ? ShortLink.Short(first, feed.Service.Links.Below(answer.Address!, on, answer.What)) : null;
        return new Page(records, next) { Broken = broken, Total = page.Count };
    }

    private string First(PageRequest request)
    {
        var since = request.Since is { } stamp ? $"{feed.Stamp!.Property} ge {feed.Stamp.Literal(feed.Version, stamp)}" : "";
        var count = !feed.Counts ? "" : feed.Version == ODataVersion.V4 ? "$count=true" : "$inlinecount=allpages";
        return feed.Service.PathAndQuery(feed.Path, [ODataFeed.FilterOption([feed.Filter, since, .. SliceCondition.Of(feed, request.Slice)]), count, feed.Selection.Query(feed.Version), .. feed.Options]);
    }
}
