using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>What is marked for a target, as a plan reads it: nothing is claimed, nobody is disturbed. Safe from several threads.</summary>
public sealed class DueMarks(NpgsqlDataSource database, HubStore store)
{
    /// <summary>How many records of each entity are marked.</summary>
    public async Task<IReadOnlyDictionary<EntityKind, long>> CountAsync(string target, CancellationToken cancellationToken)
    {
        await using var command = database.Command("select entity, count(*) from hub.outbox where target_no = $1 group by entity", await store.Catalog.TargetAsync(target, cancellationToken));
        var counts = new Dictionary<EntityKind, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            counts[(EntityKind)reader.GetInt16(0)] = reader.GetInt64(1);
        return counts;
    }

    /// <summary>The next marks of an entity behind a record, in the order of delivery; fewer than asked for: that was the end.</summary>
    public async Task<IReadOnlyList<OutboxItem>> NextAsync(string target, EntityKind entity, long after, int most, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select o.record_no, r.version, o.attempts, o.attempted or o.lease is not null, r.feed_no, r.id, r.deleted, r.doc, d.remote_id,
              case when r.entity = 1 then (select external_key from hub.customer k where k.customer_no = r.customer_no) end, d.prints, d.make_new
            from (select * from hub.outbox where target_no = $1 and entity = $2 and record_no > $3 order by record_no limit $4) o
            cross join lateral (select * from hub.record x where x.record_no = o.record_no limit 1) r
            left join lateral (select remote_id, prints, make_new from hub.delivered y where y.record_no = o.record_no and y.target_no = $1 limit 1) d on true
            order by o.record_no
            """, await store.Catalog.TargetAsync(target, cancellationToken), (short)entity, after, most);
        var items = new List<OutboxItem>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = await store.Catalog.KeyAsync(reader.GetInt32(4), reader.GetString(5), cancellationToken);
            items.Add(new OutboxItem(
                reader.GetInt64(0), reader.GetInt32(1), reader.GetInt16(2), reader.GetBoolean(3), key, reader.GetBoolean(6), reader.GetFieldValue<byte[]>(7),
                reader.IsDBNull(8) ? null : reader.GetString(8), reader.IsDBNull(9) ? ExternalKey.Of(key) : reader.GetString(9))
            {
                Prints = reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10),
                MakeNew = !reader.IsDBNull(11) && reader.GetBoolean(11),
            });
        }

        return items;
    }

    /// <summary>Records that others refer to: the target's id, and whether they are marked themselves. One the hub does not hold is not in the answer.</summary>
    public async Task<Dictionary<RecordKey, DueParent>> ParentsAsync(string target, IReadOnlyCollection<RecordKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RecordKey, DueParent>(keys.Count);
        if (keys.Count == 0)
            return found;
        var wanted = keys.ToArray();
        var feeds = new int[wanted.Length];
        for (var i = 0; i < wanted.Length; i++)
            feeds[i] = await store.Catalog.FeedAsync(wanted[i], cancellationToken);
        await using var command = database.Command("""
            select u.n::int, r.record_no, (select remote_id from hub.delivered d where d.record_no = r.record_no and d.target_no = $3),
              exists (select from hub.outbox o where o.target_no = $3 and o.entity = r.entity and o.record_no = r.record_no)
            from unnest($1, $2) with ordinality as u(id, feed_no, n)
            cross join lateral (select record_no, entity from hub.record x where x.id = u.id and x.feed_no = u.feed_no limit 1) r
            """, wanted.Select(key => key.Id).ToArray(), feeds, await store.Catalog.TargetAsync(target, cancellationToken));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[wanted[reader.GetInt32(0) - 1]] = new DueParent(reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetBoolean(3));
        return found;
    }

    /// <summary>How many records a second the target took in its last rounds; null: there were none.</summary>
    public async Task<double?> PaceAsync(string target, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select sum(delivered + rejected) / nullif(sum(extract(epoch from finished_at - started_at)), 0)
            from (select delivered, rejected, started_at, finished_at from hub.run where job = $1 and finished_at is not null and delivered > 0 order by run_no desc limit 20) last
            """, $"deliver:{target}");
        return await command.ExecuteScalarAsync(cancellationToken) is decimal pace ? (double)pace : null;
    }
}

/// <summary>A record that others refer to.</summary>
/// <param name="RecordNo">The hub's number for it.</param>
/// <param name="RemoteId">The target's id; null: it does not have it yet.</param>
/// <param name="IsMarked">It is to be delivered itself.</param>
public sealed record DueParent(long RecordNo, string? RemoteId, bool IsMarked);
