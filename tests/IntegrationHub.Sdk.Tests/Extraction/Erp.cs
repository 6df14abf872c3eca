using System.Globalization;
using System.Text;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.TestKit;

namespace IntegrationHub.Sdk.Tests.Extraction;

/// <summary>An outside system over a table, asked page by page, and a hub that keeps what comes of it.</summary>
internal sealed class Erp
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private int _fetched;

    public LivingTable Table { get; } = new();
    public HandClock Clock { get; } = new(Noon);

    /// <summary>What the hub holds: the newest version it was given of each key.</summary>
    public Dictionary<string, string> Held { get; } = [];

    /// <summary>Where the hub stands.</summary>
    public Checkpoint? At { get; set; }

    /// <summary>Every batch of the last run.</summary>
    public List<SourceBatch> Batches { get; } = [];

    /// <summary>Every page that was asked for.</summary>
    public List<PageRequest> Asked { get; } = [];

    /// <summary>Is told before the nth page (from 1, over all runs) is made.</summary>
    public Action<int> Before { get; set; } = _ => { };

    /// <summary>However many are wanted, a page has no more.</summary>
    public int MostPerPage { get; set; } = 1000;

    /// <summary>Runs a sync to its end, or until so many batches are committed.</summary>
    public async Task RunAsync(Func<ReadRequest, CancellationToken, IAsyncEnumerable<SourceBatch>> read, int batchSize = 2, int batches = int.MaxValue)
    {
        Batches.Clear();
        await foreach (var batch in read(new ReadRequest("things", At, batchSize), CancellationToken.None))
        {
            Batches.Add(batch);
            foreach (var record in batch.Records)
                Held[record.Key] = Encoding.UTF8.GetString(record.Json.Span);
            batch.Next.ShouldNotBe(At);
            At = batch.Next;
            if (--batches == 0)
                return;
        }
    }

    public IEnumerable<string> KeysOfLastRun => Batches.SelectMany(batch => batch.Records).Select(record => record.Key);

    /// <summary>Sorted by time and key, from behind the last record.</summary>
    public Task<Page> ByTime(PageRequest request, CancellationToken cancellationToken)
    {
        Note(request);
        var rows = Table.ByTime().Where(row => string.CompareOrdinal(row.Stamp, request.Since) >= 0);
        if (request.After is { } after)
            rows = rows.Where(row => string.CompareOrdinal(row.Stamp, after.Stamp) is var order && (order > 0 || order == 0 && string.CompareOrdinal(row.Key, after.Key) > 0));
        return Answer(rows.Take(Math.Min(request.Size, MostPerPage)));
    }

    public Task<Page> ByKey(PageRequest request, CancellationToken cancellationToken)
    {
        Note(request);
        return Answer(Table.ByKey().Where(row => request.After is null || string.CompareOrdinal(row.Key, request.After.Key) > 0).Take(Math.Min(request.Size, MostPerPage)));
    }

    /// <summary>By offset over what is there at each request, sorted by time and key.</summary>
    public Task<Page> ByOffset(PageRequest request, CancellationToken cancellationToken)
    {
        Note(request);
        var rows = Table.ByTime().Where(row => string.CompareOrdinal(row.Stamp, request.Since) >= 0).ToList();
        var skip = int.Parse(request.Continue ?? "0", CultureInfo.InvariantCulture);
        var size = Math.Min(request.Size, MostPerPage);
        return Answer(rows.Skip(skip).Take(size), skip + size < rows.Count ? $"{skip + size}" : null);
    }

    public static Task<Page> Answer(IEnumerable<LivingTable.Row> rows, string? next = null) =>
        Task.FromResult(new Page([.. rows.Select(row => new PageRecord(row.Key, row.Utf8, row.Stamp))], next));

    /// <summary>Every record that is there is held as it is. What was removed may still be held: that is the key pass's part.</summary>
    public void ShouldBeWhole(string because = "")
    {
        foreach (var row in Table.ByKey())
            Held.GetValueOrDefault(row.Key).ShouldBe(row.Json, $"{row.Key} is lost or old {because}");
    }

    private void Note(PageRequest request)
    {
        Asked.Add(request);
        Before(++_fetched);
    }
}
