using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Sync;

/// <summary>
/// Asks for the next batch while the last one is being stored. One batch ahead, no more: memory stays bounded, and a slow store still slows the source.
/// Does not own the source.
/// </summary>
/// <remarks>
/// A source may reuse a batch's bytes once the next batch is asked for, so the bytes are copied: into one of two buffers in turn, as the batch before
/// is done with by then.
/// </remarks>
public sealed class PrefetchingSource(ISource source) : ISource, ICommitAware
{
    public Task CheckAsync(CancellationToken cancellationToken) => source.CheckAsync(cancellationToken);

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var batches = source.ReadAsync(request, stop.Token).GetAsyncEnumerator(stop.Token);
        var (buffer, other) = (new Buffer(), new Buffer());
        var next = NextAsync(batches, buffer);
        try
        {
            while (await next is { } batch)
            {
                (buffer, other) = (other, buffer);
                next = NextAsync(batches, buffer);
                yield return batch;
            }
        }
        finally
        {
            // the enumerator must be at rest before it is disposed; whatever that last read brings is for the next run
            await stop.CancelAsync();
            await Task.WhenAny(next);
        }
    }

    private static async Task<SourceBatch?> NextAsync(IAsyncEnumerator<SourceBatch> batches, Buffer buffer)
    {
        if (!await batches.MoveNextAsync())
            return null;
        var batch = batches.Current;
        var size = batch.Records.Sum(record => record.Json.Length);
        var bytes = buffer.OfAtLeast(size);
        var records = new SourceRecord[batch.Records.Count];
        var at = 0;
        for (var i = 0; i < records.Length; i++)
        {
            var json = batch.Records[i].Json;
            json.CopyTo(bytes.AsMemory(at));
            records[i] = batch.Records[i] with { Json = bytes.AsMemory(at, json.Length) };
            at += json.Length;
        }

        return batch with { Records = records };
    }

    /// <summary>Grows to the largest batch, and a quarter more.</summary>
    private sealed class Buffer
    {
        private byte[] bytes = [];

        public byte[] OfAtLeast(int size) => bytes.Length >= size ? bytes : bytes = GC.AllocateUninitializedArray<byte>(size + size / 4);
    }

    public Task CommittedAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        source is ICommitAware told ? told.CommittedAsync(checkpoint, cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
