using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Attaches children that waited for records which have just arrived, down to the last grandchild.</summary>
internal sealed class Attacher(NpgsqlConnection connection, IReadOnlyList<short> targets)
{
    /// <param name="feed">The feed of the records that arrived.</param>
    /// <param name="entity">Their entity; nothing hangs on shipments, payments, stock levels and contracts.</param>
    /// <param name="arrived">New records, and records that have a customer only now.</param>
    public async Task AttachAsync(int feed, EntityKind entity, IReadOnlyList<(string Id, long RecordNo, long? CustomerNo)> arrived, RunCounts counts, CancellationToken cancellationToken)
    {
        if (entity is EntityKind.Shipment or EntityKind.Payment or EntityKind.StockLevel or EntityKind.Contract)
            return;
        while (arrived.Count > 0)
        {
            var children = await ReleaseAsync(feed, arrived, cancellationToken);
            if (children.Count == 0)
                return;
            counts.Marked += children.Count * targets.Count;
            await Marks.AgainAsync(connection, targets, children.Select(child => child.RecordNo).Distinct().Order().ToArray(), cancellationToken);
            foreach (var group in children.Where(child => child.GotCustomer && child.Feed != feed).GroupBy(child => child.Feed))
                await AttachAsync(group.Key, group.First().Entity, [.. group.Select(child => (child.Id, child.RecordNo, child.CustomerNo))], counts, cancellationToken);
            arrived = [.. children.Where(child => child.GotCustomer && child.Feed == feed).Select(child => (child.Id, child.RecordNo, child.CustomerNo))];
        }
    }

    /// <summary>
    /// Ends the waiting for these parents. A child that waits for a parent's customer goes on waiting while the parent has none; the others get the
    /// customer, and a new version: what a target sees of them has changed.
    /// </summary>
    private async Task<List<Child>> ReleaseAsync(int feed, IReadOnlyList<(string Id, long RecordNo, long? CustomerNo)> arrived, CancellationToken cancellationToken)
    {
        await using (var command = connection.Command("select pg_advisory_xact_lock($1, $2)", HubTransaction.ArrivalLock, feed))
            await command.ExecuteNonQueryAsync(cancellationToken);
        await using var release = connection.Command("""
            with parent as (select * from unnest($2, $3) as u(id, customer_no)),
            ended as (
              delete from hub.waiting w using parent p, hub.record c
              where w.parent_feed = $1 and w.parent_id = p.id and c.record_no = w.record_no
                and (p.customer_no is not null or c.customer_no is not null or c.entity = 8)
              returning w.record_no, p.customer_no),
            child as (select record_no, max(customer_no) as customer_no from ended group by record_no)
            update hub.record r set customer_no = coalesce(r.customer_no, child.customer_no), version = r.version + 1, changed_at = now()
            from child where r.record_no = child.record_no
            returning r.record_no, r.id, r.feed_no, r.entity, r.customer_no, child.customer_no is not null
            """, feed, arrived.Select(record => record.Id).ToArray(), arrived.Select(record => record.CustomerNo).ToArray());
        var children = new List<Child>();
        await using var reader = await release.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            children.Add(new Child(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), (EntityKind)reader.GetInt16(3), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.GetBoolean(5)));
        return children;
    }

    private sealed record Child(long RecordNo, string Id, int Feed, EntityKind Entity, long? CustomerNo, bool GotCustomer);
}
