using IntegrationHub.Bench.Measure;
using IntegrationHub.Bench.Pages;

namespace IntegrationHub.Bench.Baselines;

/// <summary>How every baseline gets its pages: one after the other, as the hub does.</summary>
internal static class PageLoop
{
    /// <param name="workplace">Where the pages are and how many of them to read.</param>
    /// <param name="laps">Told after each page.</param>
    /// <param name="page">Does the work for one page; says how many records it had and whether more follow.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    public static async Task RunAsync(
        Workplace workplace, Laps laps, Func<ReadOnlyMemory<byte>, CancellationToken, Task<(int Records, bool More)>> page, CancellationToken cancellationToken)
    {
        var feed = Feeds.Address(workplace.Pages, Feeds.Orders);
        for (int number = 0, skip = 0; number < workplace.PageLimit; number++)
        {
            using var body = await PageBody.FetchAsync(workplace.Http, Feeds.Address(feed, skip), cancellationToken);
            var (records, more) = await page(body.Bytes, cancellationToken);
            laps.PageDone(records);
            skip += records;
            if (!more)
                return;
        }
    }
}
