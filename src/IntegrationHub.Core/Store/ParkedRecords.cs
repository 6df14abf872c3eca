using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>One record set aside, with what it takes to try again.</summary>
public sealed record ParkedPayload(long ParkedNo, string Scope, string Stage, string Id, long? RecordNo, byte[] Payload, string Cause);

/// <summary>What people do with records that are set aside: try again, drop, take a drop back. Safe from several threads.</summary>
public sealed class ParkedRecords(NpgsqlDataSource database, HubStore store)
{
    /// <summary>What targets rejected, tried again by itself.</summary>
    public Rejects Rejects { get; } = new(database, store);

    /// <summary>The given parked records that are still open, oldest first.</summary>
    public async Task<IReadOnlyList<ParkedPayload>> LoadAsync(IReadOnlyCollection<long> parkedNos, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            "select parked_no, scope, stage, id, record_no, coalesce(payload, ''::bytea), cause from hub.parked where parked_no = any($1) and closed_at is null order by parked_no", parkedNos.ToArray());
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<ParkedPayload>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var loaded = new List<ParkedPayload>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            loaded.Add(new ParkedPayload(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.GetFieldValue<byte[]>(5), reader.GetString(6)));
        return loaded;
    }

    /// <summary>Source records of a sync that are set aside and can be mapped again, from behind a number on, in order of number; fewer than asked for: that was the end.</summary>
    public async Task<IReadOnlyList<ParkedPayload>> NextAsync(SyncKey sync, ReplaySelection selection, long after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"select parked_no, scope, stage, id, record_no, payload, cause from hub.parked where {Selected} and parked_no > $5 order by parked_no limit $6",
            sync.ToString(), selection.Keys?.ToArray(), selection.Since, selection.Until, after, count);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>How many source records of a sync are set aside and can be mapped again.</summary>
    public async Task<long> CountAsync(SyncKey sync, ReplaySelection selection, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select count(*) from hub.parked where {Selected}", sync.ToString(), selection.Keys?.ToArray(), selection.Since, selection.Until);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private const string Selected = """
        closed_at is null and scope = $1 and stage in ('map', 'resolve') and payload is not null
          and ($2::text[] is null or id = any($2)) and ($3::timestamptz is null or last_at >= $3) and ($4::timestamptz is null or last_at < $4)
        """;

    /// <summary>The numbers of all open parked records, or those of one scope, stage and cause, oldest first.</summary>
    public async Task<IReadOnlyList<long>> FindAsync(string? scope, string? stage, string? cause, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select parked_no from hub.parked
            where closed_at is null and ($1::text is null or scope = $1) and ($2::text is null or stage = $2) and ($3::text is null or cause = $3) order by parked_no
            """, scope, stage, cause);
        var found = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetInt64(0));
        return found;
    }

    /// <summary>What is set aside is now as a person has mended it.</summary>
    public async Task EditAsync(long parkedNo, byte[] payload, CancellationToken cancellationToken)
    {
        await using var command = database.Command("update hub.parked set payload = $2 where parked_no = $1 and closed_at is null", parkedNo, payload);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks rejected deliveries again; their parked rows close when they are delivered.</summary>
    public async Task<int> MarkAgainAsync(IReadOnlyList<ParkedPayload> rejected, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var group in rejected.Where(record => record is { Stage: "deliver", RecordNo: not null }).GroupBy(record => record.Scope))
            await Marks.AgainAsync(connection, [await store.Catalog.TargetAsync(group.Key, cancellationToken)], [.. group.Select(record => record.RecordNo!.Value).Order()], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rejected.Count;
    }

    /// <summary>Closes parked records for good; they stay listed as dropped. Returns how many were open.</summary>
    public async Task<int> DropAsync(IReadOnlyCollection<long> parkedNos, string who, string why, CancellationToken cancellationToken) =>
        await ChangeAsync("update hub.parked set closed_at = now(), closed_how = 'dropped' where parked_no = any($1) and closed_at is null", "drop parked records", parkedNos, who, why, cancellationToken);

    /// <summary>Takes a drop back. Returns how many are open again; one that has been set aside anew meanwhile stays closed.</summary>
    public async Task<int> ReopenAsync(IReadOnlyCollection<long> parkedNos, string who, string why, CancellationToken cancellationToken) =>
        await ChangeAsync("""
            update hub.parked p set closed_at = null, closed_how = null where parked_no = any($1) and closed_how = 'dropped'
              and not exists (select from hub.parked o where o.scope = p.scope and o.id = p.id and o.stage = p.stage and o.closed_at is null)
            """, "reopen parked records", parkedNos, who, why, cancellationToken);

    private async Task<int> ChangeAsync(string sql, string what, IReadOnlyCollection<long> parkedNos, string who, string why, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var change = connection.Command(sql, parkedNos.ToArray());
        var changed = await change.ExecuteNonQueryAsync(cancellationToken);
        await using var audit = connection.Command("insert into hub.audit (who, what, subject, detail) values ($1, $2, $3, $4)", who, what, string.Join(",", parkedNos), why);
        await audit.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }
}
