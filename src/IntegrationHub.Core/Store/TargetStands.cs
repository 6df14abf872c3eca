using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>How far targets have what the hub holds. Safe from several threads.</summary>
public sealed class TargetStands(NpgsqlDataSource database, HubStore store)
{
    /// <summary>Per target, in order of name; one that was never delivered to counts as having nothing.</summary>
    public async Task<IReadOnlyList<TargetStand>> OfAsync(SyncKey sync, EntityKind entity, IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select t.name, count(r.record_no), count(d.record_no) filter (where d.version >= r.version), count(o.record_no),
              (select count(*) from hub.parked p join hub.record x on x.record_no = p.record_no join hub.mapping y on y.mapping_no = x.mapping_no
               where p.scope = t.name and p.stage = 'deliver' and p.closed_at is null and x.feed_no = $1 and y.source_entity = $3)
            from unnest($2) as t(name)
            left join hub.target n on n.name = t.name
            left join (hub.record r join hub.mapping m on m.mapping_no = r.mapping_no and m.source_entity = $3) on r.feed_no = $1 and not r.deleted
            left join hub.delivered d on d.record_no = r.record_no and d.target_no = n.target_no
            left join hub.outbox o on o.target_no = n.target_no and o.entity = r.entity and o.record_no = r.record_no
            group by t.name order by t.name
            """, await store.Catalog.FeedAsync(sync.Connection, entity, cancellationToken), targets.ToArray(), sync.Entity);
        command.CommandTimeout = 0;
        var stands = new List<TargetStand>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stands.Add(new TargetStand(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)) { Marked = reader.GetInt64(3), Refused = reader.GetInt64(4) });
        return stands;
    }
}
