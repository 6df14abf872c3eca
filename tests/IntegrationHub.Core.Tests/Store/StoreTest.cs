using System.Collections.Concurrent;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Npgsql;

namespace IntegrationHub.Core.Tests.Store;

/// <summary>A fresh database per test, and a pipeline without the mapping step: canonical records go straight in.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Checkpoint?> _positions = new();
    private TestDatabase _database = null!;

    protected NpgsqlDataSource Database { get; private set; } = null!;
    protected HubStore Store { get; set; } = null!;
    protected Outbox Outbox { get; private set; } = null!;
    protected RunLedger Ledger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        Database = HubDatabase.Open(_database.ConnectionString);
        Store = new HubStore(Database);
        Outbox = new Outbox(Database, Store);
        Ledger = new RunLedger(Database);
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Probes, resolves and stores records of one entity and system in one batch, marked for the target <c>crm</c>.</summary>
    protected async Task<RunCounts> StoreAsync(params CanonicalRecord[] records) => await StoreAsync(records, [.. records.Select(Some.Source)]);

    protected async Task<RunCounts> StoreAsync(IReadOnlyList<CanonicalRecord> records, IReadOnlyList<SourceRecord> sources)
    {
        var key = new SyncKey(records[0].Key.System, records[0].Key.Entity);
        var next = new Checkpoint(Guid.NewGuid().ToString());
        await using var run = await Ledger.StartAsync($"sync:{key}", CancellationToken.None);
        var scope = new BatchScope(key, key, records[0].Kind, new MappingUse($"{key}.yaml", Guid.Empty) { SourceEntity = key.Entity }, ["crm"], run.RunNo);
        await using var transaction = await Store.BeginAsync(scope, _positions.GetValueOrDefault(key.ToString()), next, CancellationToken.None);
        var changed = await transaction.ProbeAsync(sources, CancellationToken.None);
        var byId = records.ToDictionary(record => record.Key.Id);
        var mapped = changed.Where(record => record.Source.Change == ChangeKind.Upserted).Select(record => new MappedRecord(record, byId[record.Source.Key])).ToArray();
        var (resolved, unmatched) = await Resolver.ResolveAsync(transaction, records[0].Kind, mapped, CancellationToken.None);
        await transaction.StoreAsync(resolved, CancellationToken.None);
        await transaction.DeleteAsync([.. changed.Where(record => record.Source.Change == ChangeKind.Deleted)], CancellationToken.None);
        await Resolver.SettleAsync(transaction, records[0].Kind, resolved, CancellationToken.None);
        await transaction.ParkAsync(unmatched, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        await run.FinishAsync(RunOutcome.Succeeded, null);
        _positions[key.ToString()] = next;
        return transaction.Counts;
    }

    protected async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected Task<long> CountAsync(string from) => QueryAsync<long>($"select count(*) from {from}");
}
