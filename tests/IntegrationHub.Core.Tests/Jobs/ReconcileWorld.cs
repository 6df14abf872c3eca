using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Core.Tests.Jobs;

/// <summary>An ERP with customers and orders, a CRM that can list what it has, and one that cannot; over a PostgreSQL of its own.</summary>
internal sealed class ReconcileWorld : IConnector, IAsyncDisposable
{
    private readonly TestDatabase _database;

    private ReconcileWorld(TestDatabase database)
    {
        _database = database;
        Database = HubDatabase.Open(database.ConnectionString);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Connections:erp:Connector"] = "world",
            ["Connections:erp:Syncs:Customers:BatchSize"] = "3",
            ["Connections:erp:Syncs:Orders:BatchSize"] = "3",
            ["Connections:erp:Reconcile:Repair"] = "true",
            ["Connections:crm:Connector"] = "world",
            ["Connections:crm:Deliver:BatchSize"] = "4",
            ["Connections:mute:Connector"] = "mute",
            ["Connections:mute:Deliver:BatchSize"] = "4",
        }).Build();
        var binder = new SettingsBinder(settings);
        var catalog = ConnectorCatalog.Bind(InstalledConnectors.Of(new Dictionary<string, IConnector> { ["world"] = this, ["mute"] = new Mute() }), settings, binder, TimeProvider.System, NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        Write("erp/Customers.yaml", "to: customer\nfields: { name: Name }\n");
        Write("erp/Orders.yaml", "to: order\nfields: { number: Name }\n");
        foreach (var target in new[] { "crm", "mute" })
        {
            Write($"{target}/customer.yaml", $"from: customer\nto: {{ target: {target}, object: accounts }}\nfields: {{ name: name }}\n");
            Write($"{target}/order.yaml", $"from: order\nto: {{ target: {target}, object: orders }}\nfields: {{ number: number }}\n");
        }

        var mappings = new MappingCatalog(Folder, [new("erp", "world"), new("crm", "world"), new("mute", "mute")]);
        var store = new HubStore(Database);
        var (ledger, kept, parked) = (new RunLedger(Database), new KeptRecords(Database, store), new ParkedRecords(Database, store));
        var (pipeline, backfills) = (new SyncPipeline(store, ledger), new Backfills(Database));
        Work = new HubWork(catalog, mappings, pipeline, new Deliverer(new Outbox(Database, store), ledger, TimeProvider.System), parked, new DeletedRecords(store, new HeldDeletes(Database), pipeline), new UsedMappings(Database, store));
        var backfillWork = new BackfillWork(Work, catalog, new Backfiller(pipeline, backfills, new Replays(Database), TimeProvider.System), backfills, kept);
        Reconciles = new Reconciles(Database);
        Reconcile = new ReconcileWork(Work, backfillWork, catalog, mappings, store, new Reconciler(store, kept, parked), new TargetStands(Database, store), Reconciles);
    }

    public static async Task<ReconcileWorld> CreateAsync() => new(await PostgresFixture.CreateDatabaseAsync());

    public NpgsqlDataSource Database { get; }
    public HubWork Work { get; }
    public ReconcileWork Reconcile { get; }
    public Reconciles Reconciles { get; }

    /// <summary>What the ERP has: entity, key, name.</summary>
    public Dictionary<string, SortedDictionary<string, string>> Erp { get; } = new(StringComparer.Ordinal) { ["Customers"] = new(StringComparer.Ordinal), ["Orders"] = new(StringComparer.Ordinal) };

    /// <summary>What the CRM has: object and external key.</summary>
    public SortedSet<(string Object, string Key)> Crm { get; } = [];

    /// <summary>What a sync's read of the ERP throws, by entity.</summary>
    public Dictionary<string, Exception> SyncFails { get; } = [];

    /// <summary>What any read of the ERP throws, by entity.</summary>
    public Dictionary<string, Exception> ReadFails { get; } = [];

    /// <summary>What counting throws, by entity.</summary>
    public Dictionary<string, Exception> CountFails { get; } = [];

    /// <summary>What listing the CRM throws, behind its first keys.</summary>
    public Exception? ListFails { get; set; }

    /// <summary>Happens while the CRM is listed.</summary>
    public Func<Task> WhileListed { get; set; } = () => Task.CompletedTask;

    /// <summary>How often the CRM was listed.</summary>
    public int Listed { get; private set; }

    private string Folder { get; } = TestFolders.Create("reconcile");

    public async Task LoadAsync()
    {
        foreach (var sync in Work.Syncs)
            await Work.SyncAsync(sync, progress: null, default);
        foreach (var target in Work.Targets)
            await Work.DeliverAsync(target, progress: null, default);
    }

    public async Task<string> QueryAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    public void Register(IConnectorRegistry registry)
    {
        registry.AddSource<None>("world", (_, _) => new Source(this));
        registry.AddTarget<None>("world", (_, _) => new Target(this));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _database.DisposeAsync();
    }

    private void Write(string name, string content)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    internal sealed class None;

    private sealed class Mute : IConnector
    {
        public void Register(IConnectorRegistry registry) => registry.AddTarget<None>("mute", (_, _) => new Silent());
    }

    private sealed class Silent : ITarget
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Sdk.Delivery> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeliveryResult>>([.. batch.Select(delivery => new DeliveryResult.Delivered($"id {delivery.ExternalKey}"))]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Target(ReconcileWorld world) : ITarget, ITargetListing
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Sdk.Delivery> batch, CancellationToken cancellationToken)
        {
            foreach (var delivery in batch)
                _ = delivery.Change == ChangeKind.Deleted ? world.Crm.Remove((delivery.Entity, delivery.ExternalKey)) : world.Crm.Add((delivery.Entity, delivery.ExternalKey));
            return Task.FromResult<IReadOnlyList<DeliveryResult>>([.. batch.Select(delivery => new DeliveryResult.Delivered($"id {delivery.ExternalKey}"))]);
        }

        public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            world.Listed++;
            var keys = world.Crm.Where(row => row.Object == entity).Select(row => new RemoteKey($"id {row.Key}", row.Key)).ToList();
            await world.WhileListed();
            foreach (var chunk in keys.Chunk(2))
            {
                yield return chunk;
                if (world.ListFails is { } failure)
                    throw failure;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Source(ReconcileWorld world) : ISource, ICountedSource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => request.Slice is null && world.SyncFails.TryGetValue(request.Entity, out var failure)
            ? throw failure
            : new FullCursor(FetchAsync, Paging.Keyset) { Slices = SliceKinds.Keys }.ReadAsync(request, cancellationToken);

        public CountAbility CountsOf(string entity) => new([CountBy.Entity]);

        public Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) =>
            world.CountFails.TryGetValue(request.Entity, out var failure) ? Task.FromException<IReadOnlyList<SourceCount>>(failure)
            : Task.FromResult<IReadOnlyList<SourceCount>>([new SourceCount(null, world.Erp[request.Entity].Count)]);

        public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken) => world.ReadFails.TryGetValue(request.Entity, out var failure)
            ? Task.FromException<Page>(failure)
            : Task.FromResult(new Page([.. world.Erp[request.Entity]
                .Where(row => request.Slice?.Keys?.Contains(row.Key) != false && string.CompareOrdinal(row.Key, request.After?.Key) > 0).Take(request.Size)
                .Select(row => new PageRecord(row.Key, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { Name = row.Value }))))]));
    }
}
