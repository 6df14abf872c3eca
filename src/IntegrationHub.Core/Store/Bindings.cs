using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Which record of ours is which over there, as people decide it. Safe from several threads.</summary>
public sealed class Bindings(NpgsqlDataSource database, HubStore store)
{
    /// <summary>Binds a record to one of the target, or has a new one made, and marks it for delivery.</summary>
    /// <param name="target">The connection's name.</param>
    /// <param name="key">Our record.</param>
    /// <param name="remoteId">The target's id; null: nothing over there is this record, make a new one.</param>
    /// <param name="who">The person, for the audit.</param>
    /// <param name="cancellationToken">Nothing is changed.</param>
    /// <exception cref="BindingException">The hub holds no such record, or that id is another record of ours.</exception>
    public async Task BindAsync(string target, RecordKey key, string? remoteId, string who, CancellationToken cancellationToken)
    {
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = connection.Command("select record_no from hub.record where feed_no = $1 and id = $2", await store.Catalog.FeedAsync(key, cancellationToken), key.Id);
        if (await find.ExecuteScalarAsync(cancellationToken) is not long recordNo)
            throw new BindingException($"The hub has no record {key}.");
        await using var taken = connection.Command("select r.id from hub.delivered d join hub.record r using (record_no) where d.target_no = $1 and d.remote_id = $2 and d.record_no <> $3", targetNo, remoteId, recordNo);
        if (remoteId is not null && await taken.ExecuteScalarAsync(cancellationToken) is string other)
            throw new BindingException($"{target}'s {remoteId} is {other} already. Choose another, or have a new one made.");
        await RebindAsync(connection, targetNo, [recordNo], remoteId, remoteId is null ? "madeAgain" : "chosen", who, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Has records made again that were deleted over there.</summary>
    /// <param name="parkedNos">Under which they wait.</param>
    /// <param name="who">The person, for the audit.</param>
    /// <param name="cancellationToken">Nothing is changed.</param>
    /// <returns>How many: those that are still open.</returns>
    public async Task<int> MakeAgainAsync(IReadOnlyCollection<long> parkedNos, string who, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var open = new List<(string Target, long RecordNo)>();
        await using (var find = connection.Command("select scope, record_no from hub.parked where parked_no = any($1) and stage = 'deliver' and closed_at is null and record_no is not null order by record_no", parkedNos.ToArray()))
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                open.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        foreach (var target in open.GroupBy(row => row.Target))
            await RebindAsync(connection, await store.Catalog.TargetAsync(target.Key, cancellationToken), [.. target.Select(row => row.RecordNo)], null, "madeAgain", who, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return open.Count;
    }

    private static async Task RebindAsync(NpgsqlConnection connection, short targetNo, long[] recordNos, string? remoteId, string how, string who, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            insert into hub.rebinding (target_no, record_no, was, became, how, who)
            select $1, u.record_no, (select remote_id from hub.delivered d where d.target_no = $1 and d.record_no = u.record_no), $3::text, $4, $5 from unnest($2) as u(record_no)
            """, targetNo, recordNos, remoteId, how, who);
        batch.Add("""
            insert into hub.delivered (target_no, record_no, version, remote_id, delivered_at, make_new) select $1, u.record_no, 0, $3::text, now(), $3::text is null from unnest($2) as u(record_no)
            on conflict (record_no, target_no) do update set remote_id = excluded.remote_id, prints = null, make_new = excluded.make_new
            """, targetNo, recordNos, remoteId);
        batch.Add("insert into hub.audit (who, what, subject, detail) values ($1, 'bind to a record over there', $2, $3)", who, string.Join(",", recordNos), $"{how} {remoteId}".TrimEnd());
        batch.Add(Marks.OfTheirs, targetNo, recordNos);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await Marks.AgainAsync(connection, [targetNo], recordNos, cancellationToken);
    }
}

/// <summary>A record cannot be bound to what was chosen; the message is for people.</summary>
public sealed class BindingException(string message) : Exception(message);
