using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Npgsql;
using InwardMapping = IntegrationHub.Core.Mapping.Mapping;

namespace IntegrationHub.Core.Tests.Replay;

/// <summary>A hub that reads customers of the ERP <c>erp</c> through a mapping the test changes, marked for the target <c>crm</c>.</summary>
internal sealed class KeptWorld : IAsyncDisposable
{
    public static readonly SyncKey Key = new("erp", "Customers");

    private readonly TestDatabase _database;

    private KeptWorld(TestDatabase database)
    {
        _database = database;
        Database = HubDatabase.Open(database.ConnectionString);
        Store = new HubStore(Database);
        Kept = new KeptRecords(Database, Store);
        Used = new UsedMappings(Database, Store);
        Ledger = new RunLedger(Database);
        Parked = new ParkedRecords(Database, Store);
        Pipeline = new SyncPipeline(Store, Ledger);
    }

    public static async Task<KeptWorld> CreateAsync() => new(await PostgresFixture.CreateDatabaseAsync());

    public string ConnectionString => _database.ConnectionString;
    public NpgsqlDataSource Database { get; }
    public HubStore Store { get; }
    public KeptRecords Kept { get; }
    public UsedMappings Used { get; }
    public RunLedger Ledger { get; }
    public ParkedRecords Parked { get; }
    public SyncPipeline Pipeline { get; }

    public static KeptFeed Feed => new("erp", EntityKind.Customer, "Customers");

    /// <summary>A mapping of customers by the rules of its fields, as YAML in one line each.</summary>
    public static InwardMapping Mapping(params string[] fields) =>
        MappingCompiler.Compile("erp/Customers.yaml", Encoding.UTF8.GetBytes("to: customer\nfields:\n" + string.Concat(fields.Select(field => $"  {field}\n"))));

    public static SourceRecord Customer(string id, string name, string? phone = null) =>
        Some.Source(id, phone is null ? $$"""{"Name":"{{name}}"}""" : $$"""{"Name":"{{name}}","Phone":"{{phone}}"}""");

    /// <summary>Reads these records from the beginning, as a source that has nothing else.</summary>
    public async Task<RunCounts> SyncAsync(InwardMapping mapping, params SourceRecord[] records)
    {
        await ExecuteAsync("delete from hub.checkpoint where sync = 'erp/Customers'");
        return await Pipeline.RunAsync(Plan(mapping), new ListSource(records), progress: null, CancellationToken.None);
    }

    public static SyncPlan Plan(InwardMapping mapping) => new() { Key = Key, Mapping = mapping, Targets = ["crm"], BatchSize = 2 };

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string> QueryAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _database.DisposeAsync();
    }
}
