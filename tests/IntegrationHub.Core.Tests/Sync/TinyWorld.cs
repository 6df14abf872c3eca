using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;
using Npgsql;
using InwardMapping = IntegrationHub.Core.Mapping.Mapping;

namespace IntegrationHub.Core.Tests.Sync;

/// <summary>An ERP with customers and orders, a CRM, and a hub of one's own between them, in small batches.</summary>
internal sealed class TinyWorld : IAsyncDisposable
{
    private static readonly InwardMapping Customers = MappingCompiler.Compile("erp/Customers.yaml", """
        from: { entity: Customers }
        to: customer
        fields:
          name: Name
          email: Mail
        """u8.ToArray());

    private static readonly InwardMapping Orders = MappingCompiler.Compile("erp/Orders.yaml", """
        from: { entity: Orders }
        to: order
        fields:
          number: No
          customer: { ref: customer, key: Customer }
          gross: { amount: Gross, currency: { value: JPY } }
        """u8.ToArray());

    private static readonly Dictionary<EntityKind, OutwardMapping> Outward = new()
    {
        [EntityKind.Customer] = MappingCompiler.CompileOutward("crm/customer.yaml", "{ from: customer, to: { object: accounts }, fields: { name: name } }"u8.ToArray()),
        [EntityKind.Order] = MappingCompiler.CompileOutward("crm/order.yaml", "{ from: order, to: { object: orders }, fields: { number: number, gross: gross.amount, accountId: { ref: customer } } }"u8.ToArray()),
    };

    private static readonly Dictionary<EntityKind, OutwardMapping> Adopting = new(Outward)
    {
        [EntityKind.Customer] = MappingCompiler.CompileOutward("crm/customer.yaml", "{ from: customer, to: { object: accounts, adopt: [mail, name] }, fields: { name: name, mail: email } }"u8.ToArray()),
    };

    private readonly NpgsqlDataSource _database;
    private readonly RunLedger _ledger;
    private readonly SyncPipeline _pipeline;
    private readonly DeletedRecords _deleted;
    private readonly Deliverer _deliverer;

    public TinyWorld(string connectionString, TimeProvider? time = null)
    {
        _database = HubDatabase.Open(connectionString);
        var store = new HubStore(_database);
        _ledger = new RunLedger(_database);
        _pipeline = new SyncPipeline(store, _ledger);
        _deleted = new DeletedRecords(store, new HeldDeletes(_database), _pipeline);
        _deliverer = new Deliverer(new Outbox(_database, store), _ledger, time ?? TimeProvider.System);
    }

    public static SourceRecord Customer(string id, string? name = null) => Some.Source(id, $$"""{"Name":"{{name ?? id}}","Mail":"{{id}}@example.com"}""");

    public static SourceRecord Order(string id, string customer, string gross = "100") => Some.Source(id, $$"""{"No":"{{id}}","Customer":"{{customer}}","Gross":"{{gross}}"}""");

    public Task<RunCounts> SyncCustomersAsync(ISource source) => SyncAsync("Customers", Customers, source);

    public Task<RunCounts> SyncOrdersAsync(ISource source, int batchSize = 2) => SyncAsync("Orders", Orders, source, batchSize);

    /// <summary>Compares all keys of Orders; with the brake at 5 % and at least 20 unless told otherwise.</summary>
    public Task<RunCounts> FindDeletedOrdersAsync(IKeyListing listing, DeleteBrake? brake = null) =>
        _deleted.FindAsync(Plan("Orders", Orders), listing, brake ?? new DeleteBrake(5, 20), progress: null, CancellationToken.None);

    /// <summary>Releases what the pass of that time has held; null: the last one.</summary>
    public Task<RunCounts> ReleaseOrdersAsync(DateTimeOffset? seenAt = null) => _deleted.ReleaseAsync(Plan("Orders", Orders), seenAt, "somebody", progress: null, CancellationToken.None);

    /// <summary>Runs orders through as a replay of parked ones does.</summary>
    public Task<RunCounts> ReplayOrdersAsync(ISource source) => _pipeline.RunAsync(
        new SyncPlan { Key = new SyncKey("erp", "Orders (replay)"), ParkedUnder = new SyncKey("erp", "Orders"), Mapping = Orders, Targets = ["crm"], BatchSize = 2 }, source, progress: null, CancellationToken.None);

    private Task<RunCounts> SyncAsync(string entity, InwardMapping mapping, ISource source, int batchSize = 2) =>
        _pipeline.RunAsync(Plan(entity, mapping) with { BatchSize = batchSize }, source, progress: null, CancellationToken.None);

    private static SyncPlan Plan(string entity, InwardMapping mapping) => new() { Key = new SyncKey("erp", entity), Mapping = mapping, Targets = ["crm"], BatchSize = 2 };

    public Task<RunCounts> DeliverAsync(ITarget target, int maxAttempts = 8, TimeSpan? lease = null, WhenGone whenGone = WhenGone.Park, bool adopts = false, int bulkBatchSize = 0) => _deliverer.RunAsync(
        new DeliveryPlan { Target = "crm", Mappings = adopts ? Adopting : Outward, BatchSize = 2, BulkBatchSize = bulkBatchSize, MaxAttempts = maxAttempts, Lease = lease ?? TimeSpan.FromMinutes(1), WhenGone = whenGone },
        target, progress: null, CancellationToken.None);

    /// <summary>What was edited over there; put back when somebody wants it.</summary>
    public Task<DriftReport> LookForDriftAsync(ITargetReader reader, string? restoreAs = null)
    {
        var store = new HubStore(_database);
        return new TargetDrift(new AcknowledgedRecords(_database, store), new DueMarks(_database, store), new DeliveryPlan { Target = "crm", Mappings = Outward, BatchSize = 2 })
            .LookAsync(reader, entity: null, restoreAs, CancellationToken.None);
    }

    /// <summary>Makes all waiting marks due: time passes.</summary>
    public Task LetTimePassAsync() => ExecuteAsync("update hub.outbox set due_at = now(), leased_until = least(leased_until, now()); update hub.target set paused_until = null");

    public NpgsqlDataSource Database => _database;

    public Bindings Bindings => new(_database, new HubStore(_database));

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string> QueryAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
