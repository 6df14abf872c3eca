using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>How far targets have what the hub holds. Safe from several threads.</summary>
public sealed class TargetStands(NpgsqlDataSource database, HubStore store)
{
    /// <summary>Per target, in order of name; one that was never delivered to counts as having nothing.</summary>
    public async Task<IReadOnlyList<TargetStand>> OfAsync(string system, EntityKind entity, IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select t.name, count(r.record_no), count(d.record_no) filter (where d.version >= r.version)
            from unnest($2) as t(name)
            left join hub.target n on n.name = t.name
            left join hub.record r on r.feed_no = $1 and not r.deleted
            left join hub.delivered d on d.record_no = r.record_no and d.target_no = n.target_no
            group by t.name order by t.name
            """, await store.Catalog.FeedAsync(system, entity, cancellationToken), targets.ToArray());
        var stands = new List<TargetStand>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stands.Add(new TargetStand(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return stands;
    }
}
