using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Deliveries that wait for a person. What is held is due at infinity, so it costs a claim nothing. What is released is what was held when somebody looked, and may leave for a day. The count is taken in
/// the database, under a lock per target: it holds for all hosts together. Safe from several threads.
/// </summary>
public sealed class HeldDeliveries(NpgsqlDataSource database, HubStore store)
{
    /// <summary>More records than may leave unasked.</summary>
    public const string Size = "size";

    /// <summary>More deletes than may leave unasked.</summary>
    public const string Deletes = "deletes";

    private const int LockSpace = 0x68656c64;   // "held" among the advisory locks

    /// <summary>The hub's own mark, not one that was released and may still leave.</summary>
    private const string NotReleased = "not exists (select from hub.held_delivery h where h.held_no = o.held_no and h.released_at is not null and h.expires_at > now())";

    private const string Free = "(o.leased_until is null or o.leased_until < now())";

    /// <summary>Holds everything that is due when it is more than may leave unasked, with what is held already; lets it go when it no longer is.</summary>
    /// <param name="target">The connection's name.</param>
    /// <param name="entities">Entities the target takes.</param>
    /// <param name="most">So many may leave; null: any number.</param>
    /// <param name="cancellationToken">Nothing is changed.</param>
    /// <returns>How many were held now.</returns>
    public async Task<long> HoldSizeAsync(string target, IReadOnlyCollection<EntityKind> entities, int? most, CancellationToken cancellationToken)
    {
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        short[] kinds = [.. entities.Select(entity => (short)entity)];
        if (most is null)
        {
            await LetGoAsync(targetNo, Size, cancellationToken);
            return 0;
        }

        // a quick look first: mostly there is not much, and nothing is held
        await using var look = database.Command($"""
            select (select count(*) from (select from hub.outbox o where o.target_no = $1 and o.entity = any($2) and (o.due_at <= now() or o.due_at = 'infinity') and {Free} and {NotReleased} limit $3) x),
              exists (select from hub.held_delivery h where h.target_no = $1 and h.kind = 'size' and h.released_at is null)
            """, targetNo, kinds, (long)most + 1);
        bool isTooMuch, isHeld;
        await using (var reader = await look.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (isTooMuch, isHeld) = (reader.GetInt64(0) > most, reader.GetBoolean(1));
        }

        if (!isTooMuch)
        {
            if (isHeld)
                await LetGoAsync(targetNo, Size, cancellationToken);
            return 0;
        }

        return await HoldAsync(targetNo, Size, most.Value, $"""
            update hub.outbox o set due_at = 'infinity', held_no = $2, waits_for = null, last_answer = 'held: more than may leave unasked'
            where o.target_no = $1 and o.entity = any($3) and o.due_at <= now() and {Free} and {NotReleased}
            """, [kinds], cancellationToken) ?? 0;
    }

    /// <summary>Holds all deletes that are due, those of a claim among them, when they are more than may leave unasked.</summary>
    /// <param name="claim">What was just claimed.</param>
    /// <param name="percent">Of the records the target has.</param>
    /// <param name="atLeast">So many may leave however few there are.</param>
    /// <param name="cancellationToken">Nothing is changed.</param>
    /// <returns>How many of the claim were held: they are taken out of it.</returns>
    public async Task<int> HoldDeletesAsync(Claim claim, double percent, int atLeast, CancellationToken cancellationToken)
    {
        if (!claim.Items.Exists(item => IsDelete(item)))
            return 0;
        // the target's records are only counted when there are many deletes
        await using var look = database.Command($"""
            with due as (select count(*) as deletes from hub.outbox o cross join lateral (select deleted from hub.record x where x.record_no = o.record_no limit 1) r
                    where o.target_no = $1 and (o.due_at <= now() or o.due_at = 'infinity') and r.deleted and {NotReleased}
                      and exists (select from hub.delivered d where d.record_no = o.record_no and d.target_no = $1))
            select deletes, case when deletes <= $2 then $2 else greatest($2, floor($3::float8 / 100 * (select count(*) from hub.delivered where target_no = $1))::bigint) end from due
            """, claim.TargetNo, (long)atLeast, percent);
        long most;
        await using (var reader = await look.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            most = reader.GetInt64(1);
            if (reader.GetInt64(0) <= most)
                return 0;
        }

        await HoldAsync(claim.TargetNo, Deletes, most, $"""
            update hub.outbox o set due_at = 'infinity', held_no = $2, lease = null, leased_until = null, waits_for = null, last_answer = 'held: more deletes than may leave unasked'
            where o.target_no = $1 and (o.lease = $3 or {Free}) and o.due_at <= now() and {NotReleased}
              and exists (select from hub.record x where x.record_no = o.record_no and x.deleted) and exists (select from hub.delivered d where d.record_no = o.record_no and d.target_no = $1)
            """, [claim.Lease], cancellationToken);
        await using var left = database.Command("select record_no from hub.outbox where target_no = $1 and record_no = any($2) and due_at = 'infinity'",
            claim.TargetNo, claim.Items.Where(IsDelete).Select(item => item.RecordNo).ToArray());
        var held = new HashSet<long>();
        await using (var reader = await left.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken))
                held.Add(reader.GetInt64(0));
        return claim.Items.RemoveAll(item => held.Contains(item.RecordNo));
    }

    /// <summary>What is held, by target and kind.</summary>
    public async Task<IReadOnlyList<HeldDelivery>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select t.name, h.kind, max(h.most), min(h.held_at), max(h.held_no), sum(marks.records)::bigint, (select count(*) from hub.delivered d where d.target_no = h.target_no)
            from hub.held_delivery h join hub.target t using (target_no)
            cross join lateral (select count(*) as records from hub.outbox o where o.held_no = h.held_no and o.due_at = 'infinity') marks
            where h.released_at is null and marks.records > 0
            group by t.name, h.target_no, h.kind order by t.name, h.kind
            """);
        var held = new List<HeldDelivery>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            held.Add(new HeldDelivery(reader.GetString(0), reader.GetString(1), reader.GetInt64(5), reader.GetInt64(2), reader.GetInt64(6), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt64(4)));
        return held;
    }

    /// <summary>Some of what is held, in the order of delivery.</summary>
    public async Task<IReadOnlyList<RecordKey>> KeysAsync(HeldDelivery held, int most, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select r.feed_no, r.id from hub.held_delivery h join hub.outbox o on o.held_no = h.held_no and o.due_at = 'infinity' join hub.record r on r.record_no = o.record_no
            where h.target_no = $1 and h.kind = $2 and h.released_at is null order by o.entity, o.record_no limit $3
            """, await store.Catalog.TargetAsync(held.Target, cancellationToken), held.Kind, most);
        var keys = new List<RecordKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(await store.Catalog.KeyAsync(reader.GetInt32(0), reader.GetString(1), cancellationToken));
        return keys;
    }

    /// <summary>Lets what somebody saw held leave within a day; what was held after that look stays. Writes down who did it.</summary>
    /// <param name="target">The connection's name.</param>
    /// <param name="kind"><see cref="Size"/> or <see cref="Deletes"/>.</param>
    /// <param name="upTo">By <see cref="HeldDelivery.UpTo"/>: what was seen.</param>
    /// <param name="who">The person.</param>
    /// <param name="cancellationToken">Nothing is changed.</param>
    /// <returns>How many may leave now; 0: that is no longer held.</returns>
    public async Task<int> ReleaseAsync(string target, string kind, long upTo, string who, CancellationToken cancellationToken)
    {
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await LockedAsync(connection, targetNo, cancellationToken);
        await using var release = connection.Command("""
            with head as (
              update hub.held_delivery set released_at = now(), released_by = $4, expires_at = now() + interval '24 hours'
              where target_no = $1 and kind = $2 and held_no <= $3 and released_at is null returning held_no)
            update hub.outbox o set due_at = now(), attempts = 0, last_answer = null from head where o.held_no = head.held_no and o.due_at = 'infinity'
            """, targetNo, kind, upTo, who);
        var released = await release.ExecuteNonQueryAsync(cancellationToken);
        if (released > 0)
        {
            await using var audit = connection.Command("insert into hub.audit (who, what, subject, detail) values ($1, 'release deliveries', $2, $3)", who, target, $"{released} {(kind == Deletes ? "deletes" : "records")}");
            await audit.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return released;
    }

    private static bool IsDelete(OutboxItem item) => item.Deleted && (item.RemoteId is not null || item.MayExist);

    /// <summary>Nothing is too much any more: what is held leaves.</summary>
    private async Task LetGoAsync(short targetNo, string kind, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with head as (update hub.held_delivery set released_at = now(), expires_at = now() where target_no = $1 and kind = $2 and released_at is null returning held_no)
            update hub.outbox o set due_at = now(), held_no = null, last_answer = null from head where o.held_no = head.held_no and o.due_at = 'infinity'
            """, targetNo, kind);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>One row for what the statement holds; none when it held nothing.</summary>
    private async Task<long?> HoldAsync(short targetNo, string kind, long most, string hold, object?[] further, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await LockedAsync(connection, targetNo, cancellationToken);
        await using var head = connection.Command("insert into hub.held_delivery (target_no, kind, most) values ($1, $2, $3) returning held_no", targetNo, kind, most);
        var heldNo = (long)(await head.ExecuteScalarAsync(cancellationToken))!;
        await using var marks = connection.Command(hold, [targetNo, heldNo, .. further]);
        var held = await marks.ExecuteNonQueryAsync(cancellationToken);
        if (held > 0)
            await transaction.CommitAsync(cancellationToken);
        return held > 0 ? held : null;
    }

    private static async Task<NpgsqlTransaction> LockedAsync(NpgsqlConnection connection, short targetNo, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var turn = connection.Command("select pg_advisory_xact_lock($1, $2)", LockSpace, (int)targetNo);
        await turn.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }
}

/// <summary>Deliveries that wait for a person.</summary>
/// <param name="Target">The connection.</param>
/// <param name="Kind"><see cref="HeldDeliveries.Size"/> or <see cref="HeldDeliveries.Deletes"/>.</param>
/// <param name="Records">How many.</param>
/// <param name="Most">So many may leave unasked.</param>
/// <param name="Delivered">So many records the target has.</param>
/// <param name="HeldAt">Since when.</param>
/// <param name="UpTo">What was seen, for <see cref="HeldDeliveries.ReleaseAsync"/>.</param>
public sealed record HeldDelivery(string Target, string Kind, long Records, long Most, long Delivered, DateTimeOffset HeldAt, long UpTo);
