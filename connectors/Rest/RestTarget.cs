using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Delivers to a JSON API that its settings describe. Retries nothing itself.</summary>
internal sealed class RestTarget : ITarget
{
    private readonly RestOptions _options;
    private readonly ConnectorServices _services;
    private readonly Dictionary<string, RestObject> _objects;

    /// <exception cref="SetupException">The options cannot work; the message names all that is wrong.</exception>
    public RestTarget(RestOptions options, ConnectorServices services)
    {
        _options = options;
        _services = services;
        _objects = options.Objects.ToDictionary(item => item.Key, item => new RestObject(item.Key, item.Value), StringComparer.Ordinal);
        var problems = RestSetup.Problems(options).Concat(_objects.Values.SelectMany(item => item.Problems())).ToList();
        if (problems.Count > 0)
            throw new SetupException(string.Join(Environment.NewLine, problems));
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await new RestClient(_options, _services).SendAsync(HttpMethod.Get, "check", new RestPlace(_options.CheckPath, nameof(_options.CheckPath)), body: null, cancellationToken);
        if (answer.IsBusy)
            throw new TransientException(answer.Deferred().Reason, answer.RetryAfter);
        if (!answer.IsSuccess)
            throw answer.Unusable();
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new RestRound(ObjectOf(batch[0].Entity), new RestClient(_options, _services), _services.Log, batch).RunAsync(cancellationToken);

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
