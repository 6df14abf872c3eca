using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>Delivers to one service of a tenant, and shows what is there. Retries nothing itself.</summary>
internal sealed class SapSalesCloudTarget(SapSalesCloudOptions options, ConnectorServices services, KnownModels known) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    private readonly C4cService _service = new(options, services, known);

    /// <summary>Asks for what the service has.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _service.FetchTokenAsync(cancellationToken);
        await _service.ModelAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new C4cRound(_service, await _service.CollectionAsync(batch[0].Entity, cancellationToken), batch).RunAsync(cancellationToken);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) => new C4cFinder(_service).FindAsync(query, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken) => new C4cFinder(_service).ListAsync(entity, cancellationToken);

    public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) => new C4cSetup(_service).DescribeAsync(entity, cancellationToken);

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken) => new C4cSetup(_service).PrepareAsync(entity, fields, cancellationToken);

    public string? ExternalKeyField(string entity) => options.KeyField;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub
}
