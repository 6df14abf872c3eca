using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>Delivers to a Salesforce org, shows and lists what it holds, and says what it lacks. Retries nothing itself.</summary>
internal sealed class SalesforceTarget(SalesforceOptions options, ConnectorServices services) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    private readonly Lazy<SalesforceOrg> _org = new(() => new SalesforceOrg(options, services), LazyThreadSafetyMode.None);

    public async Task CheckAsync(CancellationToken cancellationToken) => await _org.Value.Api.GetAsync("resources", "", cancellationToken);

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new SalesforceRound(_org.Value, batch).RunAsync(cancellationToken);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) => new SalesforceReader(_org.Value).FindAsync(query, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken) => new SalesforceReader(_org.Value).ListAsync(entity, cancellationToken);

    public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) => new SalesforceSetup(_org.Value).DescribeAsync(entity, cancellationToken);

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken) => new SalesforceSetup(_org.Value).PrepareAsync(entity, fields, cancellationToken);

    public string? ExternalKeyField(string entity) => options.ExternalKeyField;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub
}
