using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Identity;
using IntegrationHub.Core.Store;
using Npgsql;
using NpgsqlTypes;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>Puts records into a hub's tables as the store would, without a sync: pages are looked at with exactly what a test says.</summary>
internal sealed class Shelf(NpgsqlDataSource database)
{
    private long _records = 1000;

    /// <summary>A hub customer with one bound source customer.</summary>
    internal async Task CustomerAsync(long customerNo, Customer customer)
    {
        await ExecuteAsync("insert into hub.customer (customer_no, external_key, name, name_kana, search) values ($1, $2, $3, $4, $5)",
            customerNo, ExternalKey.Of(customer.Key), customer.Name, (object?)customer.NameKana ?? DBNull.Value, SearchText.Of(customer));
        await AddAsync(customerNo, customer);
        await ExecuteAsync("insert into hub.binding (record_no, customer_no, rule) values ($1, $2, 'key')", _records, customerNo);
    }

    internal async Task AddAsync(long? customerNo, params IReadOnlyList<CanonicalRecord> records)
    {
        foreach (var kind in records.GroupBy(record => record.Kind))
        {
            var feed = await NumberAsync("insert into hub.feed (system, entity) values ('northwind', $1) on conflict (system, entity) do update set system = excluded.system returning feed_no", (short)kind.Key);
            var mapping = await NumberAsync("insert into hub.mapping (file, version) values ($1, $2) on conflict (file, version) do update set file = excluded.file returning mapping_no",
                $"northwind/{kind.Key}.yaml", Guid.Empty);
            await AddAsync(customerNo, feed, mapping, [.. kind]);
        }
    }

    /// <summary>A record as a mapping made it of what came from the source.</summary>
    internal async Task<long> MappedAsync(long? customerNo, IntegrationHub.Core.Mapping.Mapping mapping, string id, string raw, bool keepMapping = true)
    {
        var source = new IntegrationHub.Sdk.SourceRecord(id, IntegrationHub.Sdk.ChangeKind.Upserted, System.Text.Encoding.UTF8.GetBytes(raw));
        await AddAsync(customerNo, ((IntegrationHub.Core.Mapping.MapResult.Mapped)mapping.Map("northwind", source)).Record);
        var made = await NumberAsync("insert into hub.mapping (file, version, source_entity) values ($1, $2, $3) on conflict (file, version) do update set file = excluded.file returning mapping_no", mapping.File, mapping.Version, mapping.SourceEntity);
        if (keepMapping)
            await ExecuteAsync("insert into hub.mapping_part (mapping_no, place, file, content) values ($1, 0, $2, $3) on conflict do nothing", made, mapping.File, mapping.Parts[0].Content.ToArray());
        await ExecuteAsync("update hub.record set raw = $2, raw_hash = gen_random_uuid(), mapping_no = $3 where record_no = $1", _records, source.Json.ToArray(), made);
        return _records;
    }

    /// <summary>A field of a source, as a run noticed it.</summary>
    internal Task FieldAsync(string sync, string path, SourceKinds kinds, long run, string? change, SourceKinds? before = null) => ExecuteAsync("""
        insert into hub.source_field (sync, path, parent, kinds, first_run, first_at, last_run, last_at, change, kinds_before, changed_run, changed_at) values ($1, $2, '', $3, $4, $5, $4, $5, $6, $7, $4, $5)
        """, sync, path, (short)kinds, run, FixedTime.Now.AddHours(-1), (object?)change ?? DBNull.Value, before is null ? DBNull.Value : (short)before);

    internal async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<long> CountAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A run of the ledger; null outcome: it still runs.</summary>
    internal Task<long> RunAsync(string job, string? outcome, DateTimeOffset finishedAt) => CountAsync(
        """
        insert into hub.run (job, host, started_at, heartbeat_at, finished_at, outcome, expected, read, created, parked, bytes, read_ms, store_ms)
        values ($1, 'host-1', $2, $3, $4, $5, 100, 60, 50, 1, 2048, 1500, 700) returning run_no
        """, job, finishedAt.AddSeconds(-3), finishedAt, outcome is null ? DBNull.Value : finishedAt, (object?)outcome ?? DBNull.Value);

    internal Task<long> ParkAsync(string scope, string stage, string id, string cause, string payload, long? recordNo = null) => CountAsync(
        """
        insert into hub.parked (scope, stage, id, cause, reason, payload, record_no, first_at, last_at) values ($1, $2, $3, $4, $5, convert_to($6, 'UTF8'), $7, $8, $8) returning parked_no
        """, scope, stage, id, cause, $"{id}: {cause}. Mend it.", payload, (object?)recordNo ?? DBNull.Value, FixedTime.Now.AddHours(-2));

    /// <summary>A key pass of Orders whose deletes are held.</summary>
    internal async Task<long> HoldAsync(params string[] keys)
    {
        await ExecuteAsync("insert into hub.held_delete (sync, living, missing, seen_at, held_at) values ('northwind/Orders', 100, $1, $2, $3)", (long)keys.Length, FixedTime.Now.AddSeconds(-4), FixedTime.Now.AddSeconds(-1));
        await ExecuteAsync("insert into hub.held_key (sync, id) select 'northwind/Orders', unnest($1)", (object)keys);
        return await RunAsync("keys:northwind/Orders", "held", FixedTime.Now);
    }

    private async Task AddAsync(long? customerNo, int feed, int mapping, CanonicalRecord[] records)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy hub.record (record_no, raw_hash, content_hash, customer_no, run_no, changed_at, feed_no, mapping_no, version, happened_on, due_on, entity, deleted, id, number, parent_id, currency, amount, open_amount, doc)
            from stdin (format binary)
            """);
        foreach (var record in records)
        {
            var promoted = Promoted.Of(record);
            await copy.StartRowAsync();
            await copy.WriteAsync(++_records);
            await copy.WriteAsync(Guid.NewGuid());
            await copy.WriteAsync(Guid.NewGuid());
            await WriteAsync(copy, customerNo, NpgsqlDbType.Bigint);
            await copy.WriteAsync(77L);
            await copy.WriteAsync(FixedTime.Now.AddMinutes(-5), NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(feed);
            await copy.WriteAsync(mapping);
            await copy.WriteAsync(3);
            await WriteAsync(copy, promoted.HappenedOn, NpgsqlDbType.Date);
            await WriteAsync(copy, promoted.DueOn, NpgsqlDbType.Date);
            await copy.WriteAsync((short)record.Kind);
            await copy.WriteAsync(record.Deleted);
            await copy.WriteAsync(record.Key.Id);
            await WriteAsync(copy, promoted.Number, NpgsqlDbType.Text);
            await WriteAsync(copy, promoted.ParentId, NpgsqlDbType.Text);
            await WriteAsync(copy, (promoted.Amount ?? promoted.OpenAmount)?.Currency, NpgsqlDbType.Text);
            await WriteAsync(copy, promoted.Amount?.Amount, NpgsqlDbType.Numeric);
            await WriteAsync(copy, promoted.OpenAmount?.Amount, NpgsqlDbType.Numeric);
            await copy.WriteAsync(CanonicalJson.ToBytes(record), NpgsqlDbType.Jsonb);
        }
        await copy.CompleteAsync();
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type) =>
        value is null ? copy.WriteNullAsync() : copy.WriteAsync<object>(value, type);

    private async Task<int> NumberAsync(string sql, params object[] values) => (int)await CountAsync(sql, values);

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
