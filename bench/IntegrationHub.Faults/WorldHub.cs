using IntegrationHub.Connectors.OData;
using IntegrationHub.Connectors.Rest;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Faults.Erps;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Faults;

/// <summary>The hub of one world, put together as the host does it, over a database that worlds share.</summary>
internal sealed class WorldHub : IDisposable
{
    private const string Mapping = "{ from: { entity: records }, to: product, fields: { sku: key, name: version } }";

    private readonly string _connectionString;
    private readonly ConnectorCatalog _connectors;
    private readonly MappingCatalog _mappings;
    private readonly HubWork _work;
    private readonly DirectoryInfo _folder;

    public WorldHub(string name, IErp erp, Uri server, WorldTime time, int batchSize, string connectionString, NpgsqlDataSource database)
    {
        _connectionString = connectionString;
        Key = new SyncKey(name, "records");
        _connectors = Connectors(name, erp, server, time, batchSize);
        _folder = Directory.CreateTempSubdirectory("hub-faults-");
        var own = Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
        File.WriteAllText(Path.Combine(own.FullName, "records.yaml"), Mapping);
        _mappings = new MappingCatalog(_folder.FullName, [new MappedConnection(name, erp.Connector)]);
        _work = Work(database, _connectors, _mappings, time);
        BatchSize = batchSize;
    }

    public SyncKey Key { get; }

    private int BatchSize { get; }

    /// <summary>A sync, as the job engine runs it.</summary>
    public Task SyncAsync() => _work.SyncAsync(Key, progress: null, CancellationToken.None);

    /// <summary>A sync by a hub that is killed at that round trip to its database, if it comes so far. It does not read ahead, so that it is known how far it had read.</summary>
    public async Task SyncAndDieAsync(int roundTrip, bool afterAnswer)
    {
        await using var proxy = new PostgresProxy(_connectionString, roundTrip, afterAnswer);
        await using var database = HubDatabase.Open(proxy.ConnectionString);
        await using var source = _connectors.OpenSource(Key.Connection);
        var plan = new SyncPlan { Key = Key, Mapping = _mappings.Inward(Key.Connection, Key.Entity), Targets = [], BatchSize = BatchSize };
        await new SyncPipeline(new HubStore(database), new RunLedger(database)).RunAsync(plan, source, progress: null, CancellationToken.None);
    }

    /// <summary>Looks for deletes; what the brake holds is released by a person who was looking.</summary>
    public async Task FindDeletedAsync()
    {
        try
        {
            await _work.FindDeletedAsync(Key, progress: null, CancellationToken.None);
        }
        catch (DeletesHeldException)
        {
            await _work.ReleaseDeletesAsync(Key, seenAt: null, "soak", progress: null, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _connectors.Dispose();
        _folder.Delete(recursive: true);
    }

    private static ConnectorCatalog Connectors(string name, IErp erp, Uri server, WorldTime time, int batchSize)
    {
        var connection = $"Connections:{name}";
        var settings = new Dictionary<string, string?>
        {
            [$"{connection}:Connector"] = erp.Connector,
            [$"{connection}:Syncs:records:BatchSize"] = $"{batchSize}",
            [$"{connection}:Syncs:records:Snapshot:AtLeast"] = "20",
            [$"{connection}:Http:MostMegabytes"] = "1",
        };
        foreach (var (place, value) in erp.Options(server))
            settings[$"{connection}:Options:{place}"] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var binder = new SettingsBinder(configuration);
        var installed = InstalledConnectors.Of(new Dictionary<string, IConnector> { ["rest"] = new RestConnector(), ["odata"] = new ODataConnector(), ["postings"] = new PostingsConnector() });
        var catalog = ConnectorCatalog.Bind(installed, configuration, binder, time, NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        return catalog;
    }

    private static HubWork Work(NpgsqlDataSource database, ConnectorCatalog connectors, MappingCatalog mappings, WorldTime time)
    {
        var (store, ledger) = (new HubStore(database), new RunLedger(database));
        var pipeline = new SyncPipeline(store, ledger);
        return new HubWork(connectors, mappings, pipeline, new Deliverer(new Outbox(database, store), ledger, time), new ParkedRecords(database, store),
            new DeletedRecords(store, new HeldDeletes(database), pipeline), new UsedMappings(database, store));
    }
}
