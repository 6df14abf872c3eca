using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// What calls from outside brought, from the moment a call is answered until a sync has stored it. Safe from several threads and hosts.
/// </summary>
public sealed class ReceivedLog(NpgsqlDataSource database)
{
    /// <summary>The advisory lock class for writing to a hook; the second number is the hash of its name.</summary>
    private const int HookLock = 0x48554203;

    /// <summary>A read gives at least one record, and more of them up to this size.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Keeps a call's records, all or nothing; once it returns they are durable. A call that is known by one of the ids keeps nothing again.
    /// </summary>
    /// <remarks>
    /// One call to a hook at a time: so numbers are committed in their order and a reader that has seen one has seen all before it, and two hosts that get the same call
    /// at once keep it once.
    /// </remarks>
    public async Task<ReceivedCall> ReceiveAsync(SyncKey hook, IReadOnlyList<PushedRecord> records, IReadOnlyList<string> callIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var alone = connection.Command("select pg_advisory_xact_lock($1, hashtext($2))", HookLock, hook.ToString()))
            await alone.ExecuteNonQueryAsync(cancellationToken);

        var isNew = await IsNewAsync(connection, hook, callIds, cancellationToken);
        var fresh = isNew ? await WithoutStaleAsync(connection, hook, records, cancellationToken) : [];
        if (fresh.Count > 0)
            await InsertAsync(connection, hook, fresh, cancellationToken);
        var call = new ReceivedCall(!isNew, fresh.Count, isNew ? records.Count - fresh.Count : 0);
        await using (var note = connection.Command("insert into hub.hook_call (hook, outcome, records, stale) values ($1, $2, $3, $4)",
            hook.ToString(), call.IsDuplicate ? "duplicate" : "accepted", call.Records, call.Stale))
            await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return call;
    }

    /// <summary>The next received records of a sync, in order; none at the end.</summary>
    public async Task<IReadOnlyList<ReceivedRecord>> ReadAsync(SyncKey sync, long after, int most, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select received_no, id, deleted, coalesce(body, ''::bytea), broken from (
              select *, sum(octet_length(body)) over (order by received_no) - octet_length(body) as before
              from (select * from hub.received where sync = $1 and received_no > $2 order by received_no limit $3) next) sized
            where coalesce(before, 0) < $4 order by received_no
            """, sync.ToString(), after, most, (long)MostBytes);
        var records = new List<ReceivedRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            records.Add(new ReceivedRecord(
                reader.GetInt64(0), reader.GetString(1), reader.GetBoolean(2) ? ChangeKind.Deleted : ChangeKind.Upserted, reader.GetFieldValue<byte[]>(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        return records;
    }

    /// <summary>Lets go of what is stored.</summary>
    public async Task DiscardAsync(SyncKey sync, long upTo, CancellationToken cancellationToken)
    {
        await using var command = database.Command("delete from hub.received where sync = $1 and received_no <= $2", sync.ToString(), upTo);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Syncs that have something to read.</summary>
    public async Task<IReadOnlyList<SyncKey>> UnreadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("select distinct sync from hub.received order by sync");
        var syncs = new List<SyncKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            syncs.Add(SyncKey.Parse(reader.GetString(0)));
        return syncs;
    }

    /// <summary>Counts calls that were refused.</summary>
    public async Task RefuseAsync(SyncKey hook, string reason, long times, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            insert into hub.hook_refusal as r (hook, reason, hour, times, last_at) values ($1, $2, date_trunc('hour', now()), $3, now())
            on conflict (hook, reason, hour) do update set times = r.times + excluded.times, last_at = excluded.last_at
            """, hook.ToString(), reason, times);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets calls of more than a month ago, and by what those of more than a week ago are known: no sender repeats one for so long.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with calls as (delete from hub.hook_call where at < now() - interval '30 days'),
              refusals as (delete from hub.hook_refusal where hour < now() - interval '30 days')
            delete from hub.hook_call_id where at < now() - interval '8 days'
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> IsNewAsync(NpgsqlConnection connection, SyncKey hook, IReadOnlyList<string> callIds, CancellationToken cancellationToken)
    {
        if (callIds.Count == 0)
            return true;
        await using var known = connection.Command("select exists (select from hub.hook_call_id where hook = $1 and id = any($2))", hook.ToString(), callIds.ToArray());
        if (await known.ExecuteScalarAsync(cancellationToken) is true)
            return false;
        await using var note = connection.Command("insert into hub.hook_call_id (hook, id) select $1, id from unnest($2) as u(id) on conflict do nothing", hook.ToString(), callIds.ToArray());
        await note.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    // In the order of the call; the same version again is the same state, or a sender's correction of it, and is kept.
    private static async Task<IReadOnlyList<PushedRecord>> WithoutStaleAsync(NpgsqlConnection connection, SyncKey hook, IReadOnlyList<PushedRecord> records, CancellationToken cancellationToken)
    {
        var keys = records.Where(record => record.Version is not null).Select(record => record.Key).Distinct().ToArray();
        if (keys.Length == 0)
            return records;
        var versions = new Dictionary<string, decimal>(StringComparer.Ordinal);
        await using (var known = connection.Command("select id, version from hub.received_version where sync = $1 and id = any($2)", hook.ToString(), keys))
        {
            await using var reader = await known.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                versions.Add(reader.GetString(0), reader.GetDecimal(1));
        }

        var fresh = new List<PushedRecord>(records.Count);
        var newest = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (record.Version is { } version)
            {
                if (versions.TryGetValue(record.Key, out var before) && version < before)
                    continue;
                versions[record.Key] = newest[record.Key] = version;
            }

            fresh.Add(record);
        }

        await using var note = connection.Command("""
            insert into hub.received_version (sync, id, version) select $1, id, version from unnest($2, $3) as u(id, version)
            on conflict (sync, id) do update set version = excluded.version
            """, hook.ToString(), newest.Keys.ToArray(), newest.Values.ToArray());
        await note.ExecuteNonQueryAsync(cancellationToken);
        return fresh;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, SyncKey hook, IReadOnlyList<PushedRecord> records, CancellationToken cancellationToken)
    {
        await using var insert = connection.Command("""
            insert into hub.received (sync, id, deleted, body, broken)
            select $1, u.id, u.deleted, u.body, nullif(u.broken, '') from unnest($2, $3, $4, $5) with ordinality as u(id, deleted, body, broken, n) order by n
            """,
            hook.ToString(), records.Select(record => record.Key).ToArray(), records.Select(record => record.Change == ChangeKind.Deleted).ToArray(),
            records.Select(record => record.Json.ToArray()).ToArray(), records.Select(record => record.Broken ?? "").ToArray());
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What became of a call.</summary>
/// <param name="IsDuplicate">It had come before, and nothing was kept again.</param>
/// <param name="Records">How many of its records were kept.</param>
/// <param name="Stale">How many were dropped, because something newer had come before.</param>
public sealed record ReceivedCall(bool IsDuplicate, int Records, int Stale);
