using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The statements that settle some marks of one claim, inside one transaction: all in one round trip, and only those that have something to do.</summary>
internal sealed class Settling(NpgsqlConnection connection, Claim claim, long runNo)
{
    /// <summary>A child looks for its parent again after this long, should nobody wake it.</summary>
    private static readonly TimeSpan NotSentWait = TimeSpan.FromMinutes(1);

    public async Task SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var sorted = new Sorted(settlements);
        await using var batch = new NpgsqlBatch(connection);
        Delivered(batch, sorted.Delivered);
        Unchanged(batch, sorted.Unchanged);
        Rebound(batch, sorted.Rebound);
        Forgotten(batch, sorted.Forgotten);
        Park(batch, sorted.Rejected);
        Doubtful(batch, sorted.Doubtful);
        CloseParked(batch, sorted.Over, "superseded");
        var removal = RemoveMarks(batch, sorted.Done);
        var postponed = Postpone(batch, sorted.Later);
        LogAttempts(batch, sorted.Attempts);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        if (removal?.RecordsAffected < sorted.Done.Count)
            await FreeAsync(sorted.Done, cancellationToken);
        if (removal?.RecordsAffected < sorted.Done.Count || postponed?.RecordsAffected < sorted.Later.Count)
            await AgainIfOvertakenAsync(sorted.Left, cancellationToken);
    }

    private void Delivered(NpgsqlBatch batch, List<Settlement.Delivered> delivered)
    {
        if (delivered.Count == 0)
            return;
        var recordNos = Numbers(delivered);
        batch.Add("""
            insert into hub.delivered (record_no, target_no, version, remote_id, delivered_at, prints) select u.record_no, $1, u.version, u.remote_id, now(), u.prints from unnest($2, $3, $4, $5) as u(record_no, version, remote_id, prints)
            on conflict (record_no, target_no) do update
            set version = greatest(hub.delivered.version, excluded.version), remote_id = excluded.remote_id, delivered_at = excluded.delivered_at, make_new = false,
              prints = case when excluded.version >= hub.delivered.version then excluded.prints end   -- a newer one was there before: nobody knows which it shows
            """, claim.TargetNo, recordNos, Versions(delivered), delivered.Select(settled => settled.RemoteId).ToArray(), delivered.Select(settled => settled.Prints).ToArray());
        Told(batch, delivered.Where(settled => settled.Adopted is not null || settled.Item.RemoteId is { } was && was != settled.RemoteId)
            .Select(settled => (settled.Item, (string?)settled.RemoteId, settled.Adopted is null ? "answered" : "adopted")).ToList());
        // mostly nobody waits and nothing is parked: one look (min: into the index, whatever the statistics say) instead of one per record
        batch.Add("""
            update hub.outbox set due_at = now(), waits_for = null
            where target_no = $1 and waits_for = any($2) and (select min(waits_for) from hub.outbox) is not null
            """, claim.TargetNo, recordNos);
        CloseParked(batch, delivered.Select(settled => settled.Item), "delivered");
    }

    private void CloseParked(NpgsqlBatch batch, IEnumerable<OutboxItem> settled, string how)
    {
        var keys = settled.Select(item => item.Key.ToString()).ToArray();
        if (keys.Length > 0)
            batch.Add("""
                update hub.parked set closed_at = now(), closed_how = $3
                where closed_at is null and scope = $1 and stage = 'deliver' and id = any($2)
                  and (select min(id) from hub.parked where closed_at is null and scope = $1) is not null
                """, claim.Target, keys, how);
    }

    /// <summary>
    /// Their mark goes, but an earlier answer was lost: the target may have them, under an id nobody told, or in a state it never acknowledged. Whoever sends them again is to look first, and to send everything.
    /// </summary>
    private void Doubtful(NpgsqlBatch batch, List<OutboxItem> doubtful)
    {
        if (doubtful.Count > 0)
            batch.Add("insert into hub.delivered (record_no, target_no, version, delivered_at) select u.record_no, $1, 0, now() from unnest($2) as u(record_no) on conflict (record_no, target_no) do update set prints = null",
                claim.TargetNo, doubtful.Select(item => item.RecordNo).ToArray());
    }

    private void Unchanged(NpgsqlBatch batch, List<Settlement.Unchanged> unchanged)
    {
        if (unchanged.Count == 0)
            return;
        batch.Add("""
            update hub.delivered d set version = greatest(d.version, u.version) from unnest($2, $3) as u(record_no, version) where d.target_no = $1 and d.record_no = u.record_no
            """, claim.TargetNo, Numbers(unchanged), Versions(unchanged));
        CloseParked(batch, unchanged.Select(settled => settled.Item), "delivered");
    }

    private void Rebound(NpgsqlBatch batch, List<Settlement.Rebound> rebound)
    {
        if (rebound.Count == 0)
            return;
        batch.Add("update hub.delivered d set remote_id = u.remote_id, prints = null from unnest($2, $3) as u(record_no, remote_id) where d.target_no = $1 and d.record_no = u.record_no",
            claim.TargetNo, Numbers(rebound), rebound.Select(settled => settled.RemoteId).ToArray());
        batch.Add("""
            update hub.outbox o set lease = null, leased_until = null, attempted = false, due_at = now() from unnest($3, $4) as u(entity, record_no)
            where o.target_no = $1 and o.lease = $2 and o.entity = u.entity and o.record_no = u.record_no
            """, claim.TargetNo, claim.Lease, Kinds(rebound), Numbers(rebound));
        Told(batch, [.. rebound.Select(settled => (settled.Item, settled.RemoteId, settled.How))]);
    }

    /// <summary>Keeps how records came to other ids, and marks what is theirs: it may hold the old id.</summary>
    private void Told(NpgsqlBatch batch, IReadOnlyList<(OutboxItem Item, string? Became, string How)> rebound)
    {
        if (rebound.Count == 0)
            return;
        var recordNos = rebound.Select(told => told.Item.RecordNo).ToArray();
        batch.Add("insert into hub.rebinding (target_no, record_no, was, became, how, run_no) select $1, u.record_no, u.was, u.became, u.how, $2 from unnest($3, $4, $5, $6) as u(record_no, was, became, how)",
            claim.TargetNo, runNo, recordNos, rebound.Select(told => told.Item.RemoteId).ToArray(), rebound.Select(told => told.Became).ToArray(), rebound.Select(told => told.How).ToArray());
        batch.Add(Marks.OfTheirs, claim.TargetNo, recordNos);
    }

    private void Forgotten(NpgsqlBatch batch, List<Settlement.Delivered> deleted)
    {
        if (deleted.Count > 0)
            batch.Add("delete from hub.delivered where target_no = $1 and record_no = any($2)", claim.TargetNo, Numbers(deleted));
    }

    private void Park(NpgsqlBatch batch, List<Settlement.Rejected> rejected)
    {
        if (rejected.Count == 0)
            return;
        batch.Add("""
            insert into hub.parked (scope, stage, id, record_no, cause, reason, payload, run_no)
            select $1, 'deliver', u.id, u.record_no, u.cause, u.reason, u.payload, $2 from unnest($3, $4, $5, $6, $7) as u(id, record_no, cause, reason, payload)
            on conflict (scope, id, stage) where closed_at is null
            do update set cause = excluded.cause, reason = excluded.reason, payload = excluded.payload, run_no = excluded.run_no, last_at = now(), times = hub.parked.times + 1
            """,
            claim.Target, runNo, rejected.Select(settled => settled.Item.Key.ToString()).ToArray(), Numbers(rejected),
            rejected.Select(settled => settled.Cause).ToArray(), rejected.Select(settled => settled.Reason).ToArray(), rejected.Select(settled => settled.Choices).ToArray());
    }

    private NpgsqlBatchCommand? RemoveMarks(NpgsqlBatch batch, List<Settlement> done) => done.Count == 0 ? null : batch.Add("""
        delete from hub.outbox o using unnest($3, $4, $5) as u(entity, record_no, version)
        where o.target_no = $1 and o.lease = $2 and o.entity = u.entity and o.record_no = u.record_no and o.version = u.version
        """, claim.TargetNo, claim.Lease, Kinds(done), Numbers(done), Versions(done));

    /// <summary>What is left of them has changed meanwhile: free for the next claim, and this answer did come back.</summary>
    private async Task FreeAsync(List<Settlement> done, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            update hub.outbox o set lease = null, leased_until = null, attempted = false, due_at = now() from unnest($3, $4) as u(entity, record_no)
            where o.target_no = $1 and o.lease = $2 and o.entity = u.entity and o.record_no = u.record_no
            """, claim.TargetNo, claim.Lease, Kinds(done), Numbers(done));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// A request that outlived its lease: another host may have sent a newer state meanwhile, and this older one may have arrived behind it. The newer is sent once more, whole, even if it is on its way just now.
    /// </summary>
    private async Task AgainIfOvertakenAsync(List<OutboxItem> left, CancellationToken cancellationToken)
    {
        if (left.Count == 0)
            return;
        await using var command = connection.Command("""
            with overtaken as (
              select r.record_no, r.version, r.entity from unnest($3, $4, $5) as u(entity, record_no, version) join hub.record r on r.record_no = u.record_no
              where r.version > u.version
                and not exists (select from hub.outbox o where o.target_no = $1 and o.entity = u.entity and o.record_no = u.record_no and (o.lease is null or o.lease = $2))),
            unknown as (update hub.delivered d set prints = null from overtaken v where d.target_no = $1 and d.record_no = v.record_no)
            insert into hub.outbox (record_no, version, target_no, entity, attempted) select record_no, version, $1, entity, true from overtaken order by entity, record_no
            on conflict (target_no, entity, record_no) do update set lease = null, leased_until = null, attempted = true, due_at = now()
            """, claim.TargetNo, claim.Lease, left.Select(item => (short)item.Kind).ToArray(), left.Select(item => item.RecordNo).ToArray(), left.Select(item => item.Version).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatchCommand? Postpone(NpgsqlBatch batch, List<Postponed> later)
    {
        if (later.Count == 0)
            return null;
        // A parent delivered between our look and this statement would wake nobody: look once more.
        return batch.Add("""
            update hub.outbox o set lease = null, leased_until = null, attempts = o.attempts + u.attempts, attempted = u.attempted, last_answer = u.reason, waits_for = u.waits_for,
              due_at = case when u.waits_for is not null and exists (select from hub.delivered d where d.record_no = u.waits_for and d.target_no = $1 and d.remote_id is not null) then now() else now() + u.after end
            from unnest($3, $4, $5, $6, $7, $8, $9) as u(entity, record_no, reason, after, attempts, attempted, waits_for)
            where o.target_no = $1 and o.lease = $2 and o.entity = u.entity and o.record_no = u.record_no
            """,
            claim.TargetNo, claim.Lease, later.Select(row => (short)row.Item.Kind).ToArray(), later.Select(row => row.Item.RecordNo).ToArray(), later.Select(row => row.Reason).ToArray(), later.Select(row => row.After).ToArray(),
            later.Select(row => row.Attempts).ToArray(), later.Select(row => row.Attempted).ToArray(), later.Select(row => row.WaitsFor).ToArray());
    }

    private void LogAttempts(NpgsqlBatch batch, List<Attempt> attempts)
    {
        if (attempts.Count == 0)
            return;
        batch.Add("""
            insert into hub.delivery_attempt (record_no, version, target_no, outcome, run_no, at, reason)
            select u.record_no, u.version, $1, u.outcome, $2, now(), u.reason from unnest($3, $4, $5, $6) as u(record_no, version, outcome, reason)
            """,
            claim.TargetNo, runNo, attempts.Select(attempt => attempt.Item.RecordNo).ToArray(), attempts.Select(attempt => attempt.Item.Version).ToArray(),
            attempts.Select(attempt => attempt.Outcome).ToArray(), attempts.Select(attempt => attempt.Reason).ToArray());
    }

    private static short[] Kinds(IEnumerable<Settlement> settled) => [.. settled.Select(settlement => (short)settlement.Item.Kind)];

    private static long[] Numbers(IEnumerable<Settlement> settled) => [.. settled.Select(settlement => settlement.Item.RecordNo)];

    private static int[] Versions(IEnumerable<Settlement> settled) => [.. settled.Select(settlement => settlement.Item.Version)];

    private readonly record struct Postponed(OutboxItem Item, string Reason, TimeSpan After, int Attempts, bool Attempted, long? WaitsFor);

    private readonly record struct Attempt(OutboxItem Item, short Outcome, string? Reason);

    /// <summary>Settlements by what has to be written for them.</summary>
    private sealed class Sorted
    {
        public Sorted(IReadOnlyList<Settlement> settlements)
        {
            foreach (var settlement in settlements)
                Sort(settlement);
        }

        public List<Settlement.Delivered> Delivered { get; } = [];
        public List<Settlement.Delivered> Forgotten { get; } = [];
        public List<Settlement.Rejected> Rejected { get; } = [];
        public List<Settlement.Unchanged> Unchanged { get; } = [];
        public List<Settlement.Rebound> Rebound { get; } = [];

        /// <summary>Not delivered, and may exist there all the same.</summary>
        public List<OutboxItem> Doubtful { get; } = [];

        /// <summary>They left, or may have.</summary>
        public List<OutboxItem> Left { get; } = [];

        /// <summary>Gone, or left out: what was set aside of them is of no more use.</summary>
        public List<OutboxItem> Over { get; } = [];

        /// <summary>Their marks go.</summary>
        public List<Settlement> Done { get; } = [];

        public List<Postponed> Later { get; } = [];
        public List<Attempt> Attempts { get; } = [];

        private void Sort(Settlement settlement)
        {
            var item = settlement.Item;
            if (settlement is Settlement.NothingToSend or Settlement.Delivered { Item.Deleted: true })
                Over.Add(item);
            if (settlement is Settlement.NothingToSend or Settlement.Rejected && item.MayExist)
                Doubtful.Add(item);
            if (settlement is Settlement.Delivered or Settlement.Rejected or Settlement.AnswerLost)
                Left.Add(item);
            switch (settlement)
            {
                case Settlement.Delivered delivered:
                    (item.Deleted ? Forgotten : Delivered).Add(delivered);
                    Done.Add(delivered);
                    Attempts.Add(new Attempt(item, 0, null));
                    break;
                case Settlement.Rejected rejected:
                    Rejected.Add(rejected);
                    Done.Add(rejected);
                    Attempts.Add(new Attempt(item, 1, rejected.Reason));
                    break;
                case Settlement.Unchanged unchanged:
                    Unchanged.Add(unchanged);
                    Done.Add(unchanged);
                    break;
                case Settlement.Rebound rebound:
                    Rebound.Add(rebound);
                    break;
                case Settlement.NothingToSend:
                    Done.Add(settlement);
                    break;
                case Settlement.Deferred(_, var reason, var after):
                    Later.Add(new Postponed(item, reason, after, 1, item.MayExist, null));   // this time not; an earlier answer may have been lost
                    Attempts.Add(new Attempt(item, 2, reason));
                    break;
                case Settlement.AnswerLost(_, var reason, var after):
                    Later.Add(new Postponed(item, reason, after, 1, true, null));
                    Attempts.Add(new Attempt(item, 3, reason));
                    break;
                case Settlement.NotSent(_, var parent, var reason):
                    Later.Add(new Postponed(item, reason, NotSentWait, 0, item.MayExist, parent));
                    break;
            }
        }
    }
}
