using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook.Tests;

/// <summary>What was received, as the hub keeps it.</summary>
internal sealed class ReceivedInMemory : IReceived
{
    private readonly List<(string Entity, ReceivedRecord Record)> _records = [];

    public int Count => _records.Count;

    public ReceivedInMemory With(string entity, params IEnumerable<PushedRecord> records)
    {
        foreach (var record in records)
            _records.Add((entity, new(_records.Count + 1, record.Key, record.Change, record.Json, record.Broken)));
        return this;
    }

    public Task<IReadOnlyList<ReceivedRecord>> ReadAsync(string entity, long after, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ReceivedRecord>>([.. _records.Where(one => one.Entity == entity && one.Record.No > after).Select(one => one.Record).Take(most)]);
    }

    public Task DiscardAsync(string entity, long upTo, CancellationToken cancellationToken)
    {
        _records.RemoveAll(one => one.Entity == entity && one.Record.No <= upTo);
        return Task.CompletedTask;
    }
}
