using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Replay;
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

    private readonly TestDatabase? _database;

    /// <summary>Another host over the same database.</summary>
    public KeptWorld(string connectionString)
    {
        ConnectionString = connectionString;
        Database = HubDatabase.Open(connectionString);
        Store = new HubStore(Database);
        Kept = new KeptRecords(Database, Store);
        Used = new UsedMappings(Database, Store);
        Ledger = new RunLedger(Database);
        Parked = new ParkedRecords(Database, Store);
        Pipeline = new SyncPipeline(Store, Ledger);
        Replays = new Replays(Database);
        Replayer = new Replayer(Pipeline, Replays, Kept, Parked, Used, TimeProvider.System);
    }

    private KeptWorld(TestDatabase database)
        : this(database.ConnectionString) => _database = database;

    public static async Task<KeptWorld> CreateAsync() => new(await PostgresFixture.CreateDatabaseAsync());

    public string ConnectionString { get; }
    public NpgsqlDataSource Database { get; }
    public HubStore Store { get; }
    public KeptRecords Kept { get; }
    public UsedMappings Used { get; }
    public RunLedger Ledger { get; }
    public ParkedRecords Parked { get; }
    public SyncPipeline Pipeline { get; }
    public Replays Replays { get; }
    public Replayer Replayer { get; }

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

    /// <summary>Reads these records as a source that gives all of them again at each run, without touching the checkpoint.</summary>
    public Task<RunCounts> SyncOnAsync(InwardMapping mapping, params SourceRecord[] records) =>
        Pipeline.RunAsync(Plan(mapping), new OnceMoreSource(records), progress: null, CancellationToken.None);

    public Task<Core.Store.Replay> AskAsync(InwardMapping mapping, ReplaySelection selection) => Replayer.AskAsync(Plan(mapping), selection, "test", CancellationToken.None);

    public async Task<RunCounts> ReplayAsync(InwardMapping mapping, ReplaySelection selection) => await RunAsync(mapping, await AskAsync(mapping, selection));

    /// <param name="mapping">In force.</param>
    /// <param name="replay">Which.</param>
    /// <param name="before">Happens once, when the first batch has been read and not yet been stored.</param>
    /// <param name="after">Happens when a batch has been committed.</param>
    public async Task<RunCounts> RunAsync(InwardMapping mapping, Core.Store.Replay replay, Func<Task>? before = null, Action? after = null)
    {
        var progress = after is null ? null : new Told(after);
        if (before is null)
            return await Replayer.RunAsync(Plan(mapping), replay, 0, [], progress, CancellationToken.None);

        await using var gate = await Ledger.StartAsync("sync:gate", CancellationToken.None);
        var time = new RushingTime
        {
            OnWait = async _ =>
            {
                await before();
                await gate.FinishAsync(RunOutcome.Succeeded, null);
            },
        };
        return await new Replayer(Pipeline, Replays, Kept, Parked, Used, time).RunAsync(Plan(mapping), replay, 0, ["sync:gate"], progress, CancellationToken.None);
    }

    private sealed class Told(Action after) : IProgress<RunCounts>
    {
        public void Report(RunCounts value) => after();
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
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
