using System.Runtime.CompilerServices;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Sync;

/// <summary>Parked records as a source: a replay takes the same way as everything else.</summary>
internal sealed class ReplaySource(IReadOnlyList<ParkedPayload> parked) : ISource
{
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var chunk in parked.Chunk(request.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // the fence of a replay: a new value each time
            yield return new SourceBatch([.. chunk.Select(record => new SourceRecord(record.Id, ChangeKind.Upserted, record.Payload))], new Checkpoint($"{Guid.NewGuid()}"));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
