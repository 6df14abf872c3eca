using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Delivers to a JSON API that its settings describe, and reads there. Retries nothing itself.</summary>
internal sealed class RestTarget(RestOptions options, ConnectorServices services) : ITarget, ITargetReader, ITargetListing
{
    private readonly Dictionary<string, RestObject> _objects =
        options.Objects.ToDictionary(item => item.Key, item => new RestObject(item.Key, item.Value), StringComparer.Ordinal);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await new RestClient(options, services).SendAsync(HttpMethod.Get, "check", new RestPlace(options.CheckPath, nameof(options.CheckPath)), body: null, cancellationToken);
        if (answer.IsBusy)
            throw new TransientException(answer.Deferred().Reason, answer.RetryAfter);
        if (!answer.IsSuccess)
            throw answer.Failure();
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new RestRound(ObjectOf(batch[0].Entity), new RestClient(options, services), services.Log, batch).RunAsync(cancellationToken);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) =>
        new RestRecords(ObjectOf(query.Entity), new RestClient(options, services)).FindAsync(query, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken) =>
        new RestRecords(ObjectOf(entity), new RestClient(options, services)).ListAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    private RestObject ObjectOf(string entity)
    {
        if (_objects.TryGetValue(entity, out var known))
            return known;
        return _objects.Count == 0
            ? new RestObject(entity, new RestObjectOptions())
            : throw new SetupException($"Objects: '{entity}' is not among {string.Join(", ", _objects.Keys)}. Add it, or mend to.object in the mapping.");
    }
}
