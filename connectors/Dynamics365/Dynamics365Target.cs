using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Delivers to one Dataverse environment, and shows what is there. Retries nothing itself.</summary>
internal sealed class Dynamics365Target(Dynamics365Options options, ConnectorServices services, KnownTables known) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    private readonly Dataverse _dataverse = new(options, services, known);

    /// <summary>Asks who we are.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        _dataverse.Success(await _dataverse.GetAsync("WhoAmI", "WhoAmI", cancellationToken)).Json();

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? [] : await new DeliveryRound(_dataverse, await _dataverse.TableAsync(batch[0].Entity, cancellationToken), batch).RunAsync(cancellationToken);

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) => new RowFinder(_dataverse).FindAsync(query, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken) => new RowFinder(_dataverse).ListAsync(entity, cancellationToken);

    public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) => new TableSetup(_dataverse).DescribeAsync(entity, cancellationToken);

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken) =>
        new TableSetup(_dataverse).PrepareAsync(entity, fields, cancellationToken);

    public string? ExternalKeyField(string entity) => options.KeyColumn;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub
}
