using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Faults.Crms;

/// <summary>An ERP that reports what happens, one record after the other, and never fails: in these worlds the CRM does.</summary>
internal sealed class EventsConnector(IReadOnlyDictionary<string, List<SourceRecord>> events) : IConnector
{
    public void Register(IConnectorRegistry registry) => registry.AddSource<NoOptions>("events", (_, _) => new EventsSource(events));

    internal sealed class NoOptions;

    private sealed class EventsSource(IReadOnlyDictionary<string, List<SourceRecord>> events) : ISource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            var all = events[request.Entity];
            for (var at = request.After is { } after ? int.Parse(after.Value, CultureInfo.InvariantCulture) : 0; at < all.Count;)
            {
                // a batch has each key once
                var keys = new HashSet<string>(StringComparer.Ordinal);
                var batch = all.Skip(at).Take(request.BatchSize).TakeWhile(record => keys.Add(record.Key)).ToList();
                at += batch.Count;
                yield return new SourceBatch(batch, new Checkpoint(at.ToString(CultureInfo.InvariantCulture)));
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
