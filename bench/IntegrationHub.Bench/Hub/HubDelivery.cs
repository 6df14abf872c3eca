using IntegrationHub.Bench.Measure;
using IntegrationHub.Connectors.Rest;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Bench.Hub;

/// <summary>
/// Delivers what is marked, through the real deliverer and the real REST target in batches of 200, to a server in another process that takes
/// everything at once. Customers go before and are not measured; orders are.
/// </summary>
internal sealed class HubDelivery : IScenario
{
    private const int BatchSize = 200;

    public string[] Tables => ["hub.outbox", "hub.delivered"];

    public async Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        await HubSetting.FillAsync(workplace, Held.CustomersAndOrders, cancellationToken);
        await DeliverAsync(workplace, EntityKind.Customer, cancellationToken);
        await workplace.Database.ExecuteAsync("vacuum analyze", cancellationToken);   // autovacuum is off
    }

    public async Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        var counts = await DeliverAsync(workplace, EntityKind.Order, cancellationToken);
        if (counts.Rejected + counts.Deferred > 0)
            throw new InvalidOperationException($"{counts.Rejected} records were rejected and {counts.Deferred} deferred: the bench would measure something else.");
        laps.Count(counts.Delivered);
    }

    private static async Task<RunCounts> DeliverAsync(Workplace workplace, EntityKind entity, CancellationToken cancellationToken)
    {
        var plan = new DeliveryPlan
        {
            Target = HubSetting.Target,
            Mappings = new Dictionary<EntityKind, Core.Mapping.OutwardMapping> { [entity] = Mappings.Outward(Entities.NameOf(entity)) },
            BatchSize = BatchSize,
        };
        var rest = new RestRegistry();
        new RestConnector().Register(rest);
        await using var target = rest.Open(new RestOptions { BaseUrl = workplace.Target }, new ConnectorServices(workplace.Http, TimeProvider.System, NullLogger.Instance));
        var outbox = new Outbox(workplace.Database, new HubStore(workplace.Database));
        return await new Deliverer(outbox, new RunLedger(workplace.Database), TimeProvider.System).RunAsync(plan, target, progress: null, cancellationToken);
    }

    /// <summary>Takes the REST connector's target as the hub does: by registration.</summary>
    private sealed class RestRegistry : IConnectorRegistry
    {
        public Func<RestOptions, ConnectorServices, ITarget> Open { get; private set; } = null!;

        public void AddSource<TOptions>(string id, Func<TOptions, ConnectorServices, ISource> open) where TOptions : class, new()
        {
            // its target is measured, not its source
        }

        public void AddTarget<TOptions>(string id, Func<TOptions, ConnectorServices, ITarget> open) where TOptions : class, new() =>
            Open = (Func<RestOptions, ConnectorServices, ITarget>)(object)open;

        public void AddHook<TOptions>(string id, Func<TOptions, ConnectorServices, IHook> open) where TOptions : class, new() =>
            throw new NotSupportedException("The REST connector has no hooks.");

        public void AddConverter(ConnectorConverter converter) =>
            throw new NotSupportedException("The REST connector has no converters.");
    }
}
