using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>Delivers to Zoho CRM, shows and lists what it holds, and makes fields it lacks. Retries nothing itself.</summary>
internal sealed class ZohoTarget(ZohoOptions options, ConnectorServices services) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    private readonly Lazy<ZohoOrganization> _organization = new(() => new ZohoOrganization(options, services), LazyThreadSafetyMode.None);

    public async Task CheckAsync(CancellationToken cancellationToken) => _ = await _organization.Value.Fields.OfAsync("Accounts", cancellationToken);

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new ZohoRound(_organization.Value, batch).RunAsync(cancellationToken);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) => new ZohoReader(_organization.Value).FindAsync(query, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken) => new ZohoReader(_organization.Value).ListAsync(entity, cancellationToken);

    public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) => new ZohoSetup(_organization.Value).DescribeAsync(entity, cancellationToken);

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken) => new ZohoSetup(_organization.Value).PrepareAsync(entity, fields, cancellationToken);

    public string? ExternalKeyField(string entity) => options.ExternalKeyField;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub
}

/// <summary>The organization and the ways to its records, for as long as a target is open.</summary>
internal sealed class ZohoOrganization
{
    public ZohoOrganization(ZohoOptions options, ConnectorServices services)
    {
        (Options, Api) = (options, new ZohoApi(options, services));
        Records = new ZohoRecords(Api, options.ExternalKeyField, services.Log);
        Query = new ZohoQuery(Api);
        Fields = new ZohoFields(Api);
    }

    public ZohoOptions Options { get; }

    public ZohoApi Api { get; }

    public ZohoRecords Records { get; }

    public ZohoQuery Query { get; }

    public ZohoFields Fields { get; }

    public string KeyField => Options.ExternalKeyField;
}
