using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Reads what calls brought, in the order in which they came.</summary>
internal sealed class WebhookSource(WebhookOptions options, ConnectorServices services) : ISource, ICommitAware
{
    private string? _entity;

    /// <summary>Nothing is reached: others call us.</summary>
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!options.Entities.TryGetValue(request.Entity, out var entity) || entity.Mode != WebhookMode.Push)
            throw new SetupException($"There is no entity '{request.Entity}' that takes records in the settings of this connection. It has {string.Join(", ", options.Entities.Where(one => one.Value.Mode == WebhookMode.Push).Select(one => one.Key))}.");
        if (request.Slice is not null)
            throw new SetupException($"{request.Entity}: what is pushed cannot be read again in part. Have the sender send it again, or replay what the hub holds.");
        _entity = request.Entity;
        var after = Parse(request.After);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = await services.Received.ReadAsync(request.Entity, after, request.BatchSize, cancellationToken);
            if (records.Count == 0)
                yield break;
            after = records[^1].No;
            yield return new SourceBatch(
                [.. records.Where(record => record.Broken is null).Select(record => new SourceRecord(record.Key, record.Change, record.Json))],
                new Checkpoint(after.ToString(CultureInfo.InvariantCulture)))
            {
                Broken = [.. records.Where(record => record.Broken is not null).Select(record => new BrokenRecord($"{request.Entity} received as {record.No}", record.Broken!, record.Json))],
            };
        }
    }

    /// <summary>The hub holds them now; what they were received as is not needed any more.</summary>
    public Task CommittedAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        _entity is null ? Task.CompletedTask : services.Received.DiscardAsync(_entity, Parse(checkpoint), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long Parse(Checkpoint? checkpoint) => checkpoint is null ? 0
        : long.TryParse(checkpoint.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var no) ? no
        : throw new ProtocolException("The checkpoint is not one of the webhook connector. Reset the sync.");
}
