using IntegrationHub.Connectors.Rest;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Faults.Crms;

/// <summary>The hub of one world that is delivered to, put together as the host does it, over a database that worlds share.</summary>
internal sealed class CrmHub : IDisposable
{
    internal const string Token = "soak";

    private readonly string _name;
    private readonly string _target;
    private readonly NpgsqlDataSource _database;
    private readonly ConnectorCatalog _connectors;
    private readonly MappingCatalog _mappings;
    private readonly HubWork _work;
    private readonly WorldTime _time = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-faults-");

    public CrmHub(string name, CrmKind kind, Uri crm, IReadOnlyDictionary<string, List<SourceRecord>> events, int batchSize, NpgsqlDataSource database)
    {
        (_name, _target, _database) = (name, $"{name}-crm", database);
        _connectors = Connectors(kind, crm, events, batchSize);
        Write($"{name}/Customers.yaml", "from: { entity: Customers }\nto: customer\nfields: { name: name }\n");
        Write($"{name}/Orders.yaml", "from: { entity: Orders }\nto: order\nfields: { number: number, customer: { ref: customer, key: customer } }\n");
        Write($"{_target}/customer.yaml", $"from: customer\nto: {{ target: {_target}, object: accounts }}\nfields: {{ name: name }}\n");
        Write($"{_target}/order.yaml", $"from: order\nto: {{ target: {_target}, object: orders }}\nfields: {{ number: number, accountId: {{ ref: customer }} }}\n");
        _mappings = new MappingCatalog(_folder.FullName, [new MappedConnection(name, "events"), new MappedConnection(_target, kind.Upsert is null ? "bare" : "rest")]);
        _work = Work(database);
    }

    public async Task SyncAsync()
    {
        foreach (var sync in _work.Syncs)
            await _work.SyncAsync(sync, progress: null, CancellationToken.None);
    }

    /// <summary>A round of deliveries.</summary>
    /// <param name="over">Another way to the database; left out: the usual one.</param>
    public Task DeliverAsync(NpgsqlDataSource? over = null) => (over is null ? _work : Work(over)).DeliverAsync(_target, progress: null, CancellationToken.None);

    /// <summary>An operator tries again what was set aside.</summary>
    public async Task ReplayParkedAsync() =>
        await _work.ReplayAsync([.. (await RowsAsync("select parked_no::text, '' from hub.parked where scope = $1 and closed_at is null")).Select(row => long.Parse(row.Item1, System.Globalization.CultureInfo.InvariantCulture))], progress: null, CancellationToken.None);

    /// <summary>What is to wait has waited, and the leases of the dead have run out.</summary>
    public async Task LetTimePassAsync()
    {
        await using var command = _database.CreateCommand("""
            with t as (update hub.target set paused_until = null, paused_why = null where name = $1 returning target_no)
            update hub.outbox set due_at = now(), leased_until = now() - (lease is not null)::int * interval '1 second' where target_no in (select target_no from t)
            """);
        command.Parameters.Add(new() { Value = _target });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What the hub says the CRM shows: records without a mark, in their present version.</summary>
    public async Task<IEnumerable<((string Object, string Key) At, string Shown)>> AcknowledgedAsync() => (await RowsAsync("""
        select case r.entity when 1 then 'customer:' else 'order:' end || r.id, case r.entity when 1 then r.doc->>'name' else (r.doc->>'number') || ' of ' || coalesce(k.external_key, '?') end
        from hub.record r join hub.delivered d using (record_no) join hub.target t using (target_no) left join hub.customer k using (customer_no)
        where t.name = $1 and not r.deleted and d.version = r.version and d.remote_id is not null and not exists (select from hub.outbox o where o.record_no = r.record_no and o.target_no = t.target_no)
        """)).Select(row => ((row.Item1.StartsWith("customer:", StringComparison.Ordinal) ? "accounts" : "orders", $"{_name}:{row.Item1}"), row.Item2));

    /// <summary>Marks and parked records that are left.</summary>
    public async Task<IEnumerable<(string Key, string Why)>> UnsettledAsync() => await RowsAsync("""
        select r.id, 'still marked: ' || coalesce(o.last_answer, 'no answer') from hub.outbox o join hub.target t using (target_no) join hub.record r using (record_no) where t.name = $1
        union all select id, 'still parked: ' || reason from hub.parked where scope = $1 and closed_at is null
        """);

    /// <summary>How many deliveries were acknowledged, and how many answers were lost.</summary>
    public async Task<(long Acknowledged, long Lost)> AttemptsAsync()
    {
        var row = (await RowsAsync("select (count(*) filter (where outcome = 0))::text, (count(*) filter (where outcome = 3))::text from hub.delivery_attempt join hub.target t using (target_no) where t.name = $1")).Single();
        return (long.Parse(row.Item1, System.Globalization.CultureInfo.InvariantCulture), long.Parse(row.Item2, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>What the hub has done about a record, as its attempts say: for who looks at a finding.</summary>
    public async Task<IReadOnlyList<string>> StoryAsync(string externalKey)
    {
        await using var command = _database.CreateCommand("""
            (select to_char(a.at, 'MI:SS.MS') || ' version ' || a.version || ' ' || (array['delivered', 'rejected', 'deferred', 'answer lost'])[a.outcome + 1] || coalesce(': ' || a.reason, '')
             from hub.delivery_attempt a join hub.target t using (target_no) join hub.record r using (record_no) where t.name = $1 and split_part($2, ':', 3) = r.id order by a.at desc limit 16)
            union all
            select 'now version ' || r.version || case when r.deleted then ' deleted' else '' end || ', delivered ' || coalesce(d.version::text || ' as ' || coalesce(d.remote_id, 'null'), 'never') from hub.record r
            left join (hub.delivered d join hub.target t on t.target_no = d.target_no and t.name = $1) on d.record_no = r.record_no where r.id = split_part($2, ':', 3) and r.feed_no in (select feed_no from hub.feed where system = split_part($2, ':', 1))
            """);
        command.Parameters.Add(new() { Value = _target });
        command.Parameters.Add(new() { Value = externalKey });
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Insert(0, reader.GetString(0));
        return lines;
    }

    public void Dispose()
    {
        _connectors.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<List<(string, string)>> RowsAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = _target });
        var rows = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private void Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private ConnectorCatalog Connectors(CrmKind kind, Uri crm, IReadOnlyDictionary<string, List<SourceRecord>> events, int batchSize)
    {
        var settings = new Dictionary<string, string?>
        {
            [$"Connections:{_name}:Connector"] = "events",
            [$"Connections:{_name}:Syncs:Customers:BatchSize"] = $"{batchSize}",
            [$"Connections:{_name}:Syncs:Orders:BatchSize"] = $"{batchSize}",
            [$"Connections:{_target}:Connector"] = kind.Upsert is null ? "bare" : "rest",
            [$"Connections:{_target}:Options:BaseUrl"] = crm.AbsoluteUri.TrimEnd('/'),
            [$"Connections:{_target}:Deliver:BatchSize"] = $"{batchSize}",
            [$"Connections:{_target}:Deliver:MaxAttempts"] = "50",
            [$"Connections:{_target}:Deliver:WhenGone"] = "Recreate",
        };
        if (kind.Upsert is not null)
        {
            settings[$"Connections:{_target}:Options:Auth:Kind"] = "Bearer";
            settings[$"Connections:{_target}:Options:Auth:Secret"] = Token;
        }

        foreach (var name in kind.Upsert is null ? [] : new[] { "accounts", "orders" })
        {
            settings[$"Connections:{_target}:Options:Objects:{name}:Upsert"] = kind.Upsert;
            if (!kind.IsBatched)
                settings[$"Connections:{_target}:Options:Objects:{name}:Batch:MaxSize"] = "1";
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var binder = new SettingsBinder(configuration);
        var installed = InstalledConnectors.Of(new Dictionary<string, IConnector> { ["rest"] = new RestConnector(), ["bare"] = new BareConnector(), ["events"] = new EventsConnector(events) });
        var catalog = ConnectorCatalog.Bind(installed, configuration, binder, _time, NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        return catalog;
    }

    private HubWork Work(NpgsqlDataSource database)
    {
        var (store, ledger) = (new HubStore(database), new RunLedger(database));
        var pipeline = new SyncPipeline(store, ledger);
        return new HubWork(_connectors, _mappings, pipeline, new Deliverer(new Outbox(database, store), ledger, _time), new ParkedRecords(database, store),
            new DeletedRecords(store, new HeldDeletes(database), pipeline), new UsedMappings(database, store));
    }
}
