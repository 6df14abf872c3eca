using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Core.Tests.Jobs;

/// <summary>An ERP with customers and orders, and a CRM that shows, describes and prepares what it has; over a PostgreSQL of its own.</summary>
internal sealed class TargetWorld : IConnector, IAsyncDisposable
{
    public const string Account = "from: customer\nto: { target: crm, object: Account }\nfields:\n  name: name\n  mail: { from: email, as: lower }\n  kind: { from: customerKind, choose: { organization: Company }, otherwise: Person }\n";
    public const string Sale = "from: order\nto: { target: crm, object: Sale }\nfields:\n  no: number\n  on: orderedOn\n  account: { ref: customer }\n  lines: { each: lines, fields: { pos: number, amount: net.amount } }\n";

    private readonly TestDatabase _database;
    private readonly Dictionary<string, string?> _settings;

    private TargetWorld(TestDatabase database, Dictionary<string, string?> deliver)
    {
        _database = database;
        _settings = new Dictionary<string, string?>(deliver.Select(one => KeyValuePair.Create($"Connections:crm:Deliver:{one.Key}", one.Value)))
        {
            ["Connections:erp:Connector"] = "world",
            ["Connections:erp:Syncs:Customers:BatchSize"] = "50",
            ["Connections:erp:Syncs:Orders:BatchSize"] = "50",
            ["Connections:crm:Connector"] = "world",
            ["Connections:crm:Deliver:BatchSize"] = "10",
        };
        Database = HubDatabase.Open(database.ConnectionString);
        Write("erp/Customers.yaml", "to: customer\nfields: { customerKind: { value: organization }, name: Name, email: Mail }\n");
        Write("erp/Orders.yaml", "to: order\nfields: { number: Name, orderedOn: { value: \"2026-04-01\" }, customer: { ref: customer, key: Customer } }\n");
        Write("crm/customer.yaml", Account);
        Write("crm/order.yaml", Sale);
        Open();
    }

    /// <param name="deliver">Settings of the CRM's deliveries.</param>
    public static async Task<TargetWorld> CreateAsync(params (string Name, string Value)[] deliver) =>
        new(await PostgresFixture.CreateDatabaseAsync(), deliver.ToDictionary(one => one.Name, one => (string?)one.Value));

    public NpgsqlDataSource Database { get; }
    public HubWork Work { get; private set; } = null!;
    public TargetSetup Setup { get; private set; } = null!;
    public PlanWork Planner { get; private set; } = null!;
    public HeldDeliveries Held { get; private set; } = null!;
    public TargetPlans Plans { get; private set; } = null!;

    /// <summary>What the ERP has: entity, key, record.</summary>
    public Dictionary<string, SortedDictionary<string, object>> Erp { get; } = new(StringComparer.Ordinal) { ["Customers"] = new(StringComparer.Ordinal), ["Orders"] = new(StringComparer.Ordinal) };

    /// <summary>Keys the ERP reports as gone, with the next sync.</summary>
    public List<string> ErpGone { get; } = [];

    /// <summary>The CRM's objects with their fields.</summary>
    public Dictionary<string, List<TargetField>> Objects { get; } = new(StringComparer.Ordinal)
    {
        ["Account"] = [new("erpId", TargetFieldKind.Text) { Unique = true }, new("name", TargetFieldKind.Text, Required: true), new("mail", TargetFieldKind.Text), new("kind", TargetFieldKind.Choice) { Choices = ["Company", "Person"] }],
        ["Sale"] = [new("erpId", TargetFieldKind.Text) { Unique = true }, new("no", TargetFieldKind.Text), new("on", TargetFieldKind.Date), new("account", TargetFieldKind.Reference),
            new("lines", TargetFieldKind.Lines), new("lines[].pos", TargetFieldKind.Text), new("lines[].amount", TargetFieldKind.Number)],
    };

    /// <summary>What the CRM was asked to make.</summary>
    public List<(string Object, IReadOnlyList<NeededField> Fields)> Prepared { get; } = [];

    /// <summary>What the CRM holds, by its id.</summary>
    public Dictionary<string, (string Object, string ExternalKey, JsonObject Fields)> Crm { get; } = [];

    /// <summary>What the CRM took, in order.</summary>
    public List<Sdk.Delivery> Sent { get; } = [];

    /// <summary>Why the CRM refuses a record; null: it takes it.</summary>
    public Func<Sdk.Delivery, string?> Refuses { get; set; } = _ => null;

    private string Folder { get; } = TestFolders.Create("target");

    /// <summary>Starts the hub anew, with the mappings as they are on disk.</summary>
    public void Open()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var binder = new SettingsBinder(settings);
        var catalog = ConnectorCatalog.Bind(InstalledConnectors.Of(new Dictionary<string, IConnector> { ["world"] = this }), settings, binder, TimeProvider.System, NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        var mappings = new MappingCatalog(Folder, [new("erp", "world"), new("crm", "world")]);
        var store = new HubStore(Database);
        var ledger = new RunLedger(Database);
        var pipeline = new SyncPipeline(store, ledger);
        Held = new HeldDeliveries(Database, store);
        Plans = new TargetPlans(Database);
        Work = new HubWork(catalog, mappings, pipeline, new Deliverer(new Outbox(Database, store), ledger, TimeProvider.System), new ParkedRecords(Database, store), new DeletedRecords(store, new HeldDeletes(Database), pipeline), new UsedMappings(Database, store));
        Setup = new TargetSetup(catalog, mappings, new Rejects(Database, store));
        Planner = new PlanWork(Work, catalog, new DueMarks(Database, store), Plans, TimeProvider.System);
    }

    /// <summary>Starts the hub anew with another setting of the CRM's deliveries.</summary>
    public void Set(string name, string? value)
    {
        _settings.Remove($"Connections:crm:Deliver:{name}");
        if (value is not null)
            _settings[$"Connections:crm:Deliver:{name}"] = value;
        Open();
    }

    public void Write(string name, string content)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>Customers C01, C02 … in the ERP.</summary>
    public void Fill(int customers)
    {
        for (var number = 1; number <= customers; number++)
            Erp["Customers"][$"C{number:00}"] = new { Name = $"Customer {number:00}", Mail = $"C{number:00}@example.com" };
    }

    public async Task SyncAsync()
    {
        foreach (var sync in Work.Syncs)
            await Work.SyncAsync(sync, progress: null, default);
    }

    public Task<RunCounts> DeliverAsync() => Work.DeliverAsync("crm", progress: null, default);

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

    internal sealed class None;

    private sealed class Target(TargetWorld world) : ITarget, ITargetReader, ITargetSetup
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Sdk.Delivery> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeliveryResult>>([.. batch.Select(Take)]);

        public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RemoteRecord>>([.. world.Crm
            .Where(one => one.Value.Object == query.Entity && query.Values.Contains(query.By == RemoteBy.RemoteId ? one.Key : one.Value.ExternalKey))
            .Select(one => new RemoteRecord(one.Key, one.Value.ExternalKey, (JsonObject)one.Value.Fields.DeepClone()))]);

        public Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) =>
            Task.FromResult(world.Objects.TryGetValue(entity, out var fields) ? new TargetObject(entity, [.. fields]) : null);

        public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
        {
            world.Prepared.Add((entity, fields));
            if (!world.Objects.TryGetValue(entity, out var there))
                world.Objects[entity] = there = [];
            there.AddRange(fields.Where(field => field.Kind != TargetFieldKind.Lines).Select(field => new TargetField(field.Name, field.Kind) { Unique = field.IsExternalKey }));
            return Task.FromResult<IReadOnlyList<string>>([.. fields.Where(field => field.Kind == TargetFieldKind.Lines).Select(field => $"Setup, {entity}: make the rows {field.Name}.")]);
        }

        public string? ExternalKeyField(string entity) => "erpId";

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private DeliveryResult Take(Sdk.Delivery delivery)
        {
            if (world.Refuses(delivery) is { } reason)
                return new DeliveryResult.Rejected(reason);
            world.Sent.Add(delivery);
            var id = $"id {delivery.ExternalKey}";
            if (delivery.Change == ChangeKind.Deleted)
                world.Crm.Remove(id);
            else
                world.Crm[id] = (delivery.Entity, delivery.ExternalKey, (JsonObject)delivery.Fields.DeepClone());
            return new DeliveryResult.Delivered(id);
        }
    }

    private sealed class Source(TargetWorld world) : ISource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            var gone = request.Entity == "Customers" ? world.ErpGone.ToList() : [];
            var records = world.Erp[request.Entity].Where(row => !gone.Contains(row.Key))
                .Select(row => new SourceRecord(row.Key, ChangeKind.Upserted, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row.Value))))
                .Concat(gone.Select(key => new SourceRecord(key, ChangeKind.Deleted, default))).ToList();
            if (records.Count > 0)
                yield return new SourceBatch(records, new Checkpoint(Guid.NewGuid().ToString()));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
