using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Bench.Measure;
using IntegrationHub.Bench.Pages;
using IntegrationHub.Sdk;

namespace IntegrationHub.Bench.Hub;

/// <summary>
/// Reads the page server: one page, one batch. The checkpoint is the number of records behind it; after the last page it is
/// <c>end</c>, and the next run reads everything again.
/// </summary>
internal sealed class ODataPages(HttpClient http, Uri feed, string key, Laps laps, int pageLimit = int.MaxValue) : ISource
{
    private static readonly Checkpoint End = new("end");

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(feed, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A page's bytes stay in one pooled buffer until the next page is asked for.</summary>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var skip = request.After is null || request.After == End ? 0 : int.Parse(request.After.Value, CultureInfo.InvariantCulture);
        for (var page = 0; ; page++)
        {
            using var body = await PageBody.FetchAsync(http, Feeds.Address(feed, skip), cancellationToken);
            var (records, more) = ODataPage.Split(body.Bytes, key);
            skip += records.Count;
            var last = !more || page + 1 == pageLimit;
            yield return new SourceBatch(records, last ? End : new Checkpoint(skip.ToString(CultureInfo.InvariantCulture)));
            laps.PageDone(records.Count);
            if (last)
                yield break;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
