using IntegrationHub.Bench.Measure;

namespace IntegrationHub.Bench.Hub;

/// <summary>
/// A sync of the orders through the hub's real pipeline with everything on: raw record kept, hashes, identity and references, marks for one
/// target, run ledger, checkpoint.
/// </summary>
/// <param name="feed">Which pages: all orders, all with some changed, only those changed since.</param>
/// <param name="before">What the hub must hold before the measured part.</param>
/// <param name="connector">Read by this connector; null: by the bench's own source.</param>
internal sealed class HubSync(string feed, Held before, string? connector = null) : IScenario
{
    public string[] Tables => ["hub.record"];

    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken) => HubSetting.FillAsync(workplace, before, cancellationToken, connector);

    public async Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken) =>
        await HubSetting.SyncOrdersAsync(workplace, feed, connector, laps, cancellationToken);
}

/// <summary>What a hub holds.</summary>
internal enum Held
{
    Nothing,
    Customers,
    CustomersAndOrders,
}
