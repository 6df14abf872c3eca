using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Replay;

/// <summary>A source that gives everything at every run, and a new checkpoint each time.</summary>
internal sealed class OnceMoreSource(IReadOnlyList<SourceRecord> records) : ISource
{
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var batch in records.Chunk(request.BatchSize))
            yield return new SourceBatch(batch, new Checkpoint($"{Guid.NewGuid()}"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
