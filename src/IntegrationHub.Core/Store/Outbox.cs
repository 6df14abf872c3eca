using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// The marks, as the right half of the line sees them: claim some, send them, settle each one. Nothing is sent inside a transaction. Safe from several
/// threads and hosts.
/// </summary>
public sealed class Outbox(NpgsqlDataSource database, HubStore store)
{
    /// <summary>What waits for a person.</summary>
    public HeldDeliveries Held { get; } = new(database, store);

    /// <summary>
    /// Takes marks that are due, parents first, for the time of the lease. Claiming is also the recorded intent to send: from here to its settlement a
    /// record may exist at the target, and whoever claims it after a crash is told so.
    /// </summary>
    /// <param name="target">The connection's name.</param>
    /// <param name="entities">Entities the target takes.</param>
    /// <param name="bulk">Marks of first loads, back-fills and replays; else those of live syncs.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="lease">Longer than a delivery of so many can take; then others may claim them again.</param>
    /// <param name="after">Only marks behind this one in the order of delivery: a round need not walk again past what it has just settled.</param>
    public async Task<Claim> ClaimAsync(
        string target, IReadOnlyCollection<EntityKind> entities, bool bulk, int max, TimeSpan lease, OutboxItem? after, CancellationToken cancellationToken)
    {
        var claim = new Claim(target, await store.Catalog.TargetAsync(target, cancellationToken), Guid.NewGuid(), bulk);
        // Marks that another transaction holds are left for the next claim. A lease still on a mark that is due: sent, and no answer was ever settled.
        await using var command = database.Command($"""
            with claimed as (
              update hub.outbox set leased_until = now() + $4, lease = $5, attempted = attempted or lease is not null
              where ctid = any(array(
                select ctid from hub.outbox
                where target_no = $1 and (entity, record_no) > ($6, $7) and entity = any($2) and {(bulk ? "bulk" : "not bulk")} and due_at <= now() and (leased_until is null or leased_until < now())
                  and not exists (select from hub.target t where t.target_no = $1 and t.paused_until > now())
                order by entity, record_no limit $3 for update skip locked))
              returning record_no, attempts, attempted)
            select c.record_no, r.version, c.attempts, c.attempted, r.feed_no, r.id, r.deleted, r.doc, d.remote_id,
              case when r.entity = 1 then (select external_key from hub.customer k where k.customer_no = r.customer_no) end, d.prints, d.make_new
            from claimed c cross join lateral (select * from hub.record x where x.record_no = c.record_no limit 1) r
            left join lateral (select remote_id, prints, make_new from hub.delivered y where y.record_no = c.record_no and y.target_no = $1 limit 1) d on true
            """, claim.TargetNo, entities.Select(entity => (short)entity).ToArray(), max, lease, claim.Lease,
            after is null ? (short)0 : (short)after.Kind, after?.RecordNo ?? 0L);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = await store.Catalog.KeyAsync(reader.GetInt32(4), reader.GetString(5), cancellationToken);
            // known there, and by no id: an answer was lost before it was refused, or left out
            var mayExist = reader.GetBoolean(3) || !reader.IsDBNull(11) && reader.IsDBNull(8) && !reader.GetBoolean(11);
            claim.Items.Add(new OutboxItem(
                reader.GetInt64(0), reader.GetInt32(1), reader.GetInt16(2), mayExist, key, reader.GetBoolean(6), reader.GetFieldValue<byte[]>(7),
                reader.IsDBNull(8) ? null : reader.GetString(8), reader.IsDBNull(9) ? ExternalKey.Of(key) : reader.GetString(9))
            {
                Prints = reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10),
                MakeNew = !reader.IsDBNull(11) && reader.GetBoolean(11),
            });
        }

        claim.Items.Sort(InOrderOfDelivery);   // they come as they lie in the table; sorting there would move the documents about
        return claim;
    }

    private static int InOrderOfDelivery(OutboxItem one, OutboxItem other) => one.Key.Entity == other.Key.Entity
        ? one.RecordNo.CompareTo(other.RecordNo)
        : one.Kind.CompareTo(other.Kind);

    /// <summary>The target's ids of other records. A record the hub does not hold is not in the answer; one the target does not have yet has no id.</summary>
    public async Task<Dictionary<RecordKey, (long RecordNo, string? RemoteId)>> RemoteIdsAsync(Claim claim, IReadOnlyCollection<RecordKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RecordKey, (long, string?)>(keys.Count);
        if (keys.Count == 0)
            return found;
        var wanted = keys.ToArray();
        var feeds = new int[wanted.Length];
        for (var i = 0; i < wanted.Length; i++)
            feeds[i] = await store.Catalog.FeedAsync(wanted[i], cancellationToken);
        await using var command = database.Command("""
            select u.n::int, r.record_no, (select remote_id from hub.delivered d where d.record_no = r.record_no and d.target_no = $3)
            from unnest($1, $2) with ordinality as u(id, feed_no, n)
            cross join lateral (select record_no from hub.record x where x.id = u.id and x.feed_no = u.feed_no limit 1) r
            """, wanted.Select(key => key.Id).ToArray(), feeds, claim.TargetNo);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[wanted[reader.GetInt32(0) - 1]] = (reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        return found;
    }

    /// <summary>Which of a target's ids are known as records of ours.</summary>
    public async Task<Dictionary<string, RecordKey>> BoundAsync(Claim claim, IReadOnlyCollection<string> remoteIds, CancellationToken cancellationToken)
    {
        var bound = new Dictionary<string, RecordKey>(StringComparer.Ordinal);
        if (remoteIds.Count == 0)
            return bound;
        await using var command = database.Command("""
            select d.remote_id, r.feed_no, r.id from hub.delivered d join hub.record r on r.record_no = d.record_no where d.target_no = $1 and d.remote_id = any($2)
            """, claim.TargetNo, remoteIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            bound[reader.GetString(0)] = await store.Catalog.KeyAsync(reader.GetInt32(1), reader.GetString(2), cancellationToken);
        return bound;
    }

    /// <summary>
    /// Settles claimed marks. A mark goes only if its version is still the one that was sent: what changed meanwhile stays marked. All or nothing; settling
    /// the same answers again does no harm.
    /// </summary>
    public async Task SettleAsync(Claim claim, IReadOnlyList<Settlement> settlements, long runNo, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await new Settling(connection, claim, runNo).SettleAsync(settlements, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Claims nothing for this target before the given time: it asked us to wait, or refuses us.</summary>
    public async Task PauseAsync(string target, TimeSpan wait, string why, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            "update hub.target set paused_until = greatest(paused_until, now() + $2), paused_why = $3 where target_no = $1",
            await store.Catalog.TargetAsync(target, cancellationToken), wait, why);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets a paused target be claimed for again, at once.</summary>
    public async Task ResumeAsync(string target, CancellationToken cancellationToken)
    {
        await using var command = database.Command("update hub.target set paused_until = null, paused_why = null where target_no = $1", await store.Catalog.TargetAsync(target, cancellationToken));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
