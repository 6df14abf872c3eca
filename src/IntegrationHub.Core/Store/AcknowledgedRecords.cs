using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Quota;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>What a target has acknowledged in its present state, and nothing new is on its way. Safe from several threads.</summary>
public sealed class AcknowledgedRecords(NpgsqlDataSource database, HubStore store)
{
    /// <summary>The next of an entity behind a record; fewer than asked for: that was the end.</summary>
    public async Task<IReadOnlyList<OutboxItem>> NextAsync(string target, EntityKind entity, long after, int most, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select r.record_no, r.version, r.feed_no, r.id, r.doc, d.remote_id, d.prints
            from hub.record r join hub.delivered d on d.record_no = r.record_no and d.target_no = $1
            where r.entity = $2 and r.record_no > $3 and not r.deleted and d.remote_id is not null and d.prints is not null and d.version >= r.version
              and not exists (select from hub.outbox o where o.target_no = $1 and o.entity = r.entity and o.record_no = r.record_no)
            order by r.record_no limit $4
            """, await store.Catalog.TargetAsync(target, cancellationToken), (short)entity, after, most);
        var items = new List<OutboxItem>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = await store.Catalog.KeyAsync(reader.GetInt32(2), reader.GetString(3), cancellationToken);
            items.Add(new OutboxItem(reader.GetInt64(0), reader.GetInt32(1), 0, false, key, false, reader.GetFieldValue<byte[]>(4), reader.GetString(5), ExternalKey.Of(key))
            {
                Prints = reader.GetFieldValue<byte[]>(6),
            });
        }

        return items;
    }

    /// <summary>Has records sent once more, whole, behind what is live; audited.</summary>
    public async Task SendAgainAsync(string target, IReadOnlyCollection<long> recordNos, string who, string why, CancellationToken cancellationToken)
    {
        if (recordNos.Count == 0)
            return;
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        long[] wanted = [.. recordNos.Order()];
        using var order = CallOrder.BehindLive();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add("update hub.delivered set prints = null where target_no = $1 and record_no = any($2)", targetNo, wanted);
            batch.Add("insert into hub.audit (who, what, subject, detail) values ($1, 'send again', $2, $3)", who, target, $"{wanted.Length} records: {why}");
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await Marks.AgainAsync(connection, [targetNo], wanted, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
