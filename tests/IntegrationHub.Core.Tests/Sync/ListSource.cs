using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Sync;

/// <summary>A source over a list that grows: the checkpoint counts what was given.</summary>
internal sealed class ListSource(IReadOnlyList<SourceRecord> records) : ISource
{
    public IReadOnlyList<BrokenRecord> Broken { get; init; } = [];

    /// <summary>What the last batch says it has read whole.</summary>
    public IReadOnlyList<string> ReadWhole { get; init; } = [];

    /// <summary>Throws this once so many records were given.</summary>
    public (int After, Exception Failure)? Fails { get; init; }

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var start = request.After is null ? 0 : int.Parse(request.After.Value, CultureInfo.InvariantCulture);
        for (var at = start; at < records.Count; at += request.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Fails is { } fails && at >= fails.After)
                throw fails.Failure;
            var batch = records.Skip(at).Take(request.BatchSize).ToArray();
            yield return new SourceBatch(batch, new Checkpoint((at + batch.Length).ToString(CultureInfo.InvariantCulture)))
            {
                Broken = at == start ? Broken : [],
                ReadWhole = at + batch.Length == records.Count ? ReadWhole : [],
            };
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
