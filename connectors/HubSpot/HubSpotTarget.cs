using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>Delivers to a HubSpot account, shows and lists what it holds, and makes what it lacks. Retries nothing itself.</summary>
internal sealed class HubSpotTarget(HubSpotOptions options, ConnectorServices services) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    private readonly Lazy<HubSpotAccount> _account = new(() => new HubSpotAccount(options, services), LazyThreadSafetyMode.None);

    public async Task CheckAsync(CancellationToken cancellationToken) => await _account.Value.Api.GetAsync("companies", "/crm/v3/objects/companies?limit=1", cancellationToken);

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new HubSpotRound(_account.Value, batch).RunAsync(cancellationToken);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) => new HubSpotReader(_account.Value).FindAsync(query, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken) => new HubSpotReader(_account.Value).ListAsync(entity, cancellationToken);

    public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) => new HubSpotSetup(_account.Value).DescribeAsync(entity, cancellationToken);

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken) => new HubSpotSetup(_account.Value).PrepareAsync(entity, fields, cancellationToken);

    public string? ExternalKeyField(string entity) => options.ExternalKeyProperty;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub
}

/// <summary>The account and the ways to its records, for as long as a target is open.</summary>
internal sealed class HubSpotAccount
{
    public HubSpotAccount(HubSpotOptions options, ConnectorServices services)
    {
        (Options, Api) = (options, new HubSpotApi(options, services));
        Batches = new HubSpotBatches(Api, options.ExternalKeyProperty, services.Log);
        Associations = new Associations(Api);
        Properties = new HubSpotProperties(Api);
    }

    public HubSpotOptions Options { get; }

    public HubSpotApi Api { get; }

    public HubSpotBatches Batches { get; }

    public Associations Associations { get; }

    public HubSpotProperties Properties { get; }

    public string KeyProperty => Options.ExternalKeyProperty;
}
