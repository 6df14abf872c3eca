using IntegrationHub.Bench.Measure;
using IntegrationHub.Bench.Pages;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Bench.Hub;

/// <summary>A hub as the host would set it up: one ERP it reads, one CRM its records are marked for.</summary>
internal static class HubSetting
{
    /// <summary>The connection the records come from.</summary>
    public const string System = "erp";

    /// <summary>The connection they are delivered to.</summary>
    public const string Target = "crm";

    private const int BatchSize = Feeds.PageSize;

    public static NpgsqlDataSource Open(string connectionString) => HubDatabase.Open(connectionString);

    public static Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => new Migrator(database).ApplyAsync(cancellationToken);

    /// <summary>Makes an empty database hold that much; one that holds something already is left as it is.</summary>
    public static async Task FillAsync(Workplace workplace, Held held, CancellationToken cancellationToken, string? connector = null)
    {
        if (await workplace.Database.ScalarAsync<bool>("select to_regclass('hub.record') is not null", cancellationToken))
            return;
        await MigrateAsync(workplace.Database, cancellationToken);
        if (held >= Held.Customers)
        {
            await using var customers = new ODataPages(workplace.Http, Feeds.Address(workplace.Pages, Feeds.Customers), "Customer", Laps.None);
            await SyncAsync(workplace, "A_Customer", customers, Laps.None, cancellationToken);
        }

        if (held >= Held.CustomersAndOrders)
            await SyncOrdersAsync(workplace, Feeds.Orders, connector, Laps.None, cancellationToken);
    }

    /// <param name="workplace">Where.</param>
    /// <param name="feed">Which orders.</param>
    /// <param name="connector">Read by this connector; null: by the bench's own source, which costs as little as can be.</param>
    /// <param name="laps">Told of each page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task SyncOrdersAsync(Workplace workplace, string feed, string? connector, Laps laps, CancellationToken cancellationToken)
    {
        await using ISource source = connector is null
            ? new ODataPages(workplace.Http, Feeds.Address(workplace.Pages, feed), "SalesOrder", laps, workplace.PageLimit)
            : new ConnectorSource(connector, workplace.Pages, feed, laps, workplace.PageLimit);
        await SyncAsync(workplace, "A_SalesOrder", source, laps, cancellationToken);
    }

    private static async Task SyncAsync(Workplace workplace, string entity, ISource source, Laps laps, CancellationToken cancellationToken)
    {
        var plan = new SyncPlan
        {
            Key = new SyncKey(System, entity),
            Mapping = Mappings.Inward(entity),
            Targets = [Target],
            BatchSize = BatchSize,
        };
        await using var prefetching = new PrefetchingSource(source);   // as the host does
        var pipeline = new SyncPipeline(new HubStore(workplace.Database), new RunLedger(workplace.Database));
        using var order = await pipeline.HasBegunAsync(plan.Key, cancellationToken) ? null : CallOrder.BehindLive();   // as the hub's own jobs do
        var counts = await pipeline.RunAsync(plan, prefetching, progress: null, cancellationToken);
        if (counts.Parked > 0)
            throw new InvalidOperationException($"{counts.Parked} of {counts.Read} records were parked: the bench would measure something else.");
        laps.Note(counts);
    }
}
