using System.Collections.Concurrent;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// What the hub knows of the shape of each sync's records. A shape that changes is only told, never acted on. Safe from several threads; several hosts
/// may note the same field at once.
/// </summary>
public sealed class SourceShapes(NpgsqlDataSource database)
{
    /// <summary>So many fields of a sync are watched; a source that makes up names is not followed for ever.</summary>
    public const int MostFields = 500;

    /// <summary>So many records must have been looked at before a field can be new or gone.</summary>
    public const int Enough = 50;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, SourceKinds>> known = new(StringComparer.Ordinal);

    /// <summary>The fields of a sync that this process knows of, with their kinds; read once, then kept.</summary>
    internal async ValueTask<IReadOnlyDictionary<string, SourceKinds>> KnownAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(sync.ToString(), out var fields))
            return fields;
        fields = new ConcurrentDictionary<string, SourceKinds>(StringComparer.Ordinal);
        await using var command = database.Command("select path, kinds from hub.source_field where sync = $1", sync.ToString());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            fields[reader.GetString(0)] = (SourceKinds)reader.GetInt16(1);
        return known.GetOrAdd(sync.ToString(), fields);
    }

    /// <summary>What was noticed is committed: this process knows it now.</summary>
    internal void Learn(SyncKey sync, IReadOnlyList<NoticedField> noticed)
    {
        if (!known.TryGetValue(sync.ToString(), out var fields))
            return;
        foreach (var field in noticed.Where(field => fields.Count < MostFields || fields.ContainsKey(field.Path)))
            fields.AddOrUpdate(field.Path, field.Kinds, (_, kinds) => kinds | field.Kinds);
    }

    /// <summary>
    /// Notes fields and kinds that were not known, in the caller's transaction. They are news only once enough records had been looked at in earlier runs.
    /// </summary>
    internal static async Task NoticeAsync(NpgsqlConnection connection, SyncKey sync, long runNo, IReadOnlyList<NoticedField> fields, CancellationToken cancellationToken)
    {
        await using var command = connection.Command($"""
            insert into hub.source_field as f (sync, path, parent, kinds, first_run, last_run, change, changed_run, changed_at)
            select $1, u.path, u.parent, u.kinds, $2, $2, case when root.seen >= {Enough} and u.told then 'new' end, case when root.seen >= {Enough} then $2 end, now()
            from unnest($3, $4, $5, $6) with ordinality as u(path, parent, kinds, told, n)
            left join hub.source_field root on root.sync = $1 and root.path = ''
            where exists (select from hub.source_field o where o.sync = $1 and o.path = u.path)
              or u.n + (select count(*) from hub.source_field o where o.sync = $1) <= {MostFields}
            order by u.path
            on conflict (sync, path) do update set kinds = f.kinds | excluded.kinds,
              (change, kinds_before, changed_run, changed_at, acknowledged_at, acknowledged_by) = (
                select case when news then 'retyped' else f.change end, case when news then f.kinds else f.kinds_before end, case when news then excluded.changed_run else f.changed_run end,
                  case when news then now() else f.changed_at end, case when not news then f.acknowledged_at end, case when not news then f.acknowledged_by end
                from (select excluded.changed_run is not null and f.kinds & 31 <> 0 and excluded.kinds & 31 & ~f.kinds <> 0) as x(news))
            """,
            sync.ToString(), runNo, fields.Select(field => field.Path).ToArray(), fields.Select(field => field.Parent).ToArray(),
            fields.Select(field => (short)field.Kinds).ToArray(), fields.Select(field => field.IsTold).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Adds up what a run has seen, and finds what has vanished: fields that nearly every record had which had their parent, and that the last of these,
    /// enough of them, have not. One that is back is no news any more.
    /// </summary>
    internal async Task CountAsync(SyncKey sync, long runNo, IReadOnlyList<CountedField> fields, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        Add("""
            with before as materialized (select path, seen from hub.source_field where sync = $1)
            update hub.source_field f set seen = f.seen + u.seen, since = coalesce(f.since, coalesce(p.seen, 0) + u.since), until = coalesce(p.seen, 0) + u.until,
              last_run = $2, last_at = now(), change = nullif(f.change, 'vanished')
            from unnest($3, $4, $5, $6, $7) as u(path, parent, seen, since, until) left join before p on p.path = u.parent
            where f.sync = $1 and f.path = u.path
            """,
            sync.ToString(), runNo, fields.Select(field => field.Path).ToArray(), fields.Select(field => field.Parent).ToArray(),
            fields.Select(field => field.Seen).ToArray(), fields.Select(field => field.Since).ToArray(), fields.Select(field => field.Until).ToArray());
        Add($"""
            update hub.source_field f set change = 'vanished', changed_run = $2, changed_at = now(), acknowledged_at = null, acknowledged_by = null
            from hub.source_field p
            where f.sync = $1 and p.sync = $1 and p.path = f.parent and f.path <> '' and f.change is distinct from 'vanished'
              and p.seen - f.until >= {Enough} and f.seen >= {Enough} and f.seen * 10 >= (f.until - f.since + 1) * 9
            """, sync.ToString(), runNo);
        await batch.ExecuteNonQueryAsync(cancellationToken);

        void Add(string sql, params ReadOnlySpan<object> values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Somebody has seen what changed about these fields. Returns how many had not been acknowledged.</summary>
    /// <param name="sync">The sync, as text.</param>
    /// <param name="path">One field; null: all of the sync.</param>
    /// <param name="who">The login.</param>
    public async Task<int> AcknowledgeAsync(string sync, string? path, string who, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with seen as (
              update hub.source_field set acknowledged_at = now(), acknowledged_by = $3
              where sync = $1 and ($2::text is null or path = $2) and change is not null and acknowledged_at is null returning path, change),
            audit as (
              insert into hub.audit (who, what, subject, detail)
              select $3, 'acknowledge changed source fields', $1, string_agg(path || ' ' || change, ', ' order by path) from seen having count(*) > 0)
            select count(*)::int from seen
            """, sync, path, who);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
