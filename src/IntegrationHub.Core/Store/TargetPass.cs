using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Compares what a target lists with what it has acknowledged, in the database: the listed keys go into a temporary table of one connection, so memory does not grow
/// with them. Several listings may be added, each under a number of its own. One caller at a time.
/// </summary>
public sealed class TargetPass : IAsyncDisposable
{
    private const int KeysNamed = 1000;

    private readonly NpgsqlConnection connection;
    private readonly HubStore store;
    private readonly List<DateTimeOffset> began = [];

    private TargetPass(NpgsqlConnection connection, HubStore store) => (this.connection, this.store) = (connection, store);

    internal static async Task<TargetPass> BeginAsync(NpgsqlDataSource database, HubStore store, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var tables = connection.Command("""
                drop table if exists pg_temp.there, pg_temp.acknowledged, pg_temp.extra;
                create temp table there (listing int, key text, primary key (key, listing));
                create temp table acknowledged (record_no bigint primary key, key text not null);
                create temp table extra (key text primary key);
                """);
            await tables.ExecuteNonQueryAsync(cancellationToken);
            return new TargetPass(connection, store);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a listing; what is acknowledged from now on may be in it or not.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> OpenAsync(CancellationToken cancellationToken)
    {
        await using var clock = connection.Command("select clock_timestamp()");
        began.Add(new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero));
        return began.Count - 1;
    }

    /// <summary>Keys the target lists; one may come twice.</summary>
    public async Task AddAsync(int listing, IReadOnlyList<RemoteKey> keys, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("insert into pg_temp.there select $1, unnest($2) on conflict do nothing", listing, keys.Select(key => key.ExternalKey).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Holds a whole listing against what the target has acknowledged of a sync. What is still marked is on its way, and what was acknowledged since the listing began may be
    /// missing from it: neither is a difference.
    /// </summary>
    /// <param name="listing">Whole.</param>
    /// <param name="sync">Whose records.</param>
    /// <param name="entity">What they are.</param>
    /// <param name="target">The target that was listed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<TargetComparison> CompareAsync(int listing, SyncKey sync, EntityKind entity, string target, CancellationToken cancellationToken)
    {
        var feed = await store.Catalog.FeedAsync(sync.Connection, entity, cancellationToken);
        var number = await store.Catalog.TargetAsync(target, cancellationToken);
        var prefix = ExternalKey.Of(new RecordKey(sync.Connection, Entities.NameOf(entity), ""));
        await RunAsync("truncate pg_temp.acknowledged; truncate pg_temp.extra", [], cancellationToken);
        await RunAsync("""
            insert into pg_temp.acknowledged
            select r.record_no, coalesce(case when r.entity = 1 then (select external_key from hub.customer k where k.customer_no = r.customer_no) end, $4 || r.id)
            from hub.record r join hub.mapping m on m.mapping_no = r.mapping_no join hub.delivered d on d.record_no = r.record_no and d.target_no = $3
            where r.feed_no = $1 and m.source_entity = $2 and not r.deleted and d.remote_id is not null
            """, [feed, sync.Entity, number, prefix], cancellationToken);
        await RunAsync("""
            insert into pg_temp.extra
            select t.key from pg_temp.there t
            left join hub.record r on r.id = substr(t.key, length($3) + 1) and r.feed_no = $1
            left join hub.mapping m on m.mapping_no = r.mapping_no
            where t.listing = $4 and starts_with(t.key, $3) and (m.source_entity is null or m.source_entity = $6)
              and not exists (select from pg_temp.acknowledged a where a.key = t.key)
              and (r.record_no is null or (
                not exists (select from hub.outbox o where o.target_no = $2 and o.entity = r.entity and o.record_no = r.record_no)
                and not exists (select from hub.delivered d where d.target_no = $2 and d.record_no = r.record_no and not r.deleted)
                and not exists (select from hub.delivery_attempt a where a.record_no = r.record_no and a.target_no = $2 and a.at >= $5)))
              and not exists (select from hub.customer k join hub.record b on b.customer_no = k.customer_no and b.entity = 1 where $7 = 1 and k.external_key = t.key
                and (exists (select from hub.delivered d where d.target_no = $2 and d.record_no = b.record_no) or exists (select from hub.outbox o where o.target_no = $2 and o.entity = 1 and o.record_no = b.record_no)))
            """, [feed, number, prefix, listing, began[listing], sync.Entity, (short)entity], cancellationToken);
        await using var count = connection.Command($"""
            select (select count(distinct key) from pg_temp.acknowledged), (select count(distinct a.key) {Missing}), (select count(*) from pg_temp.extra)
            """, listing, number, began[listing], (short)entity);
        count.CommandTimeout = 0;
        await using var reader = await count.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (acknowledged, missing, extra) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        await reader.DisposeAsync();
        return new TargetComparison(
            acknowledged - missing + extra,
            new KeyList(missing, missing == 0 ? [] : await KeysAsync($"select distinct a.key {Missing} order by 1 limit {KeysNamed}", [listing, number, began[listing], (short)entity], cancellationToken)),
            new KeyList(extra, extra == 0 ? [] : await KeysAsync($"select key from pg_temp.extra order by 1 limit {KeysNamed}", [], cancellationToken)));
    }

    /// <summary>Marks what the last comparison missed for its target again: the next delivery brings it, or finds out that it was deleted over there.</summary>
    /// <returns>How many records.</returns>
    public async Task<long> MarkMissingAsync(int listing, EntityKind entity, string target, CancellationToken cancellationToken)
    {
        var number = await store.Catalog.TargetAsync(target, cancellationToken);
        await RunAsync($"update hub.delivered set prints = null where target_no = $2 and record_no in (select a.record_no {Missing})", [listing, number, began[listing], (short)entity], cancellationToken);
        await using var command = connection.Command($"""
            insert into hub.outbox (record_no, version, target_no, entity)
            select r.record_no, r.version, $2, r.entity from hub.record r where r.record_no in (select a.record_no {Missing}) order by r.record_no
            on conflict (target_no, entity, record_no) do nothing
            """, listing, number, began[listing], (short)entity);
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();   // the temporary tables go when the connection returns to the pool

    private const string Missing = """
        from pg_temp.acknowledged a join hub.delivered d on d.record_no = a.record_no and d.target_no = $2
        where d.delivered_at < $3 and not exists (select from pg_temp.there t where t.key = a.key and t.listing = $1)
          and not exists (select from hub.outbox o where o.target_no = $2 and o.entity = $4 and o.record_no = a.record_no)
        """;

    private async Task RunAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        command.CommandTimeout = 0;   // over a whole feed: as long as it takes
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<string>> KeysAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        command.CommandTimeout = 0;
        return await HeldDeletes.ReadIdsAsync(command, cancellationToken);
    }
}

/// <summary>What a target's listing showed of a sync.</summary>
/// <param name="There">Records that are there.</param>
/// <param name="Missing">Keys of those it acknowledged and does not list.</param>
/// <param name="Extra">Keys it lists although the hub knows of no such record there.</param>
public sealed record TargetComparison(long There, KeyList Missing, KeyList Extra);

/// <summary>Keys, counted, and the first of them.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first, in order; all of them when they are not many.</param>
public sealed record KeyList(long Count, IReadOnlyList<string> First)
{
    public static KeyList None { get; } = new(0, []);
}
