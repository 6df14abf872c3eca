using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit;

/// <summary>One read of a source, from a checkpoint to its end, kept batch by batch.</summary>
internal sealed class SourceRead(Checkpoint? after)
{
    private readonly List<Batch> _batches = [];

    public IReadOnlyList<Batch> Batches => _batches;
    public IEnumerable<Item> Items => _batches.SelectMany(batch => batch.Items);
    public IEnumerable<string> Keys => Items.Select(item => item.Key);

    /// <summary>Where each batch began, and what stood before it.</summary>
    public IEnumerable<(Checkpoint? From, Batch Batch)> Steps => _batches.Zip(_batches.Select(batch => (Checkpoint?)batch.Next).Prepend(after), (batch, from) => (from, batch));

    public static async Task<SourceRead> RunAsync(ISource source, ReadRequest request, CancellationToken cancellationToken = default)
    {
        var read = new SourceRead(request.After);
        await foreach (var batch in source.ReadAsync(request, cancellationToken))
            read._batches.Add(new([.. batch.Records.Select(Item.Of)], batch.Next, [.. batch.Broken]));
        return read;
    }

    internal sealed record Batch(IReadOnlyList<Item> Items, Checkpoint Next, IReadOnlyList<BrokenRecord> Broken);

    /// <summary>A record, copied: its bytes are only promised until the next batch.</summary>
    internal sealed record Item(string Key, ChangeKind Change, string Json)
    {
        public static Item Of(SourceRecord record) => new(record.Key, record.Change, Encoding.UTF8.GetString(record.Json.Span));
    }
}
