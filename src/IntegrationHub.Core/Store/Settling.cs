using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The statements that settle one claim, inside one transaction.</summary>
internal sealed class Settling(NpgsqlConnection connection, Claim claim, long runNo)
{
    /// <summary>A child looks for its parent again after this long, should nobody wake it.</summary>
    private static readonly TimeSpan NotSentWait = TimeSpan.FromMinutes(1);

    public async Task SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var delivered = settlements.OfType<Settlement.Delivered>().ToArray();
        var rejected = settlements.OfType<Settlement.Rejected>().ToArray();
        await DeliveredAsync([.. delivered.Where(settled => !settled.Item.Deleted)], cancellationToken);
        await ForgottenAsync([.. delivered.Where(settled => settled.Item.Deleted)], cancellationToken);
        await ParkAsync(rejected, cancellationToken);
        await RemoveMarksAsync([.. delivered, .. rejected, .. settlements.OfType<Settlement.NothingToSend>()], cancellationToken);
        await PostponeAsync(settlements, cancellationToken);
        await LogAttemptsAsync(settlements, cancellationToken);
    }

    private async Task DeliveredAsync(Settlement.Delivered[] delivered, CancellationToken cancellationToken)
    {
        if (delivered.Length == 0)
            return;
        var recordNos = Numbers(delivered);
        await ExecuteAsync("""
            insert into hub.delivered (record_no, target_no, version, remote_id, delivered_at) select u.record_no, $1, u.version, u.remote_id, now() from unnest($2, $3, $4) as u(record_no, version, remote_id)
            on conflict (record_no, target_no) do update set version = greatest(hub.delivered.version, excluded.version), remote_id = excluded.remote_id, delivered_at = excluded.delivered_at
            """, [claim.TargetNo, recordNos, Versions(delivered), delivered.Select(settled => settled.RemoteId).ToArray()], cancellationToken);
        await ExecuteAsync("""
            update hub.outbox set due_at = now(), waits_for = null where target_no = $1 and waits_for = any($2)
            """, [claim.TargetNo, recordNos], cancellationToken);
        await ExecuteAsync("""
            update hub.parked set closed_at = now(), closed_how = 'delivered' where closed_at is null and scope = $1 and stage = 'deliver' and id = any($2)
            """, [claim.Target, delivered.Select(settled => settled.Item.Key.ToString()).ToArray()], cancellationToken);
    }

    private async Task ForgottenAsync(Settlement.Delivered[] deleted, CancellationToken cancellationToken)
    {
        if (deleted.Length > 0)
            await ExecuteAsync("delete from hub.delivered where target_no = $1 and record_no = any($2)", [claim.TargetNo, Numbers(deleted)], cancellationToken);
    }

    private async Task ParkAsync(Settlement.Rejected[] rejected, CancellationToken cancellationToken)
    {
        if (rejected.Length == 0)
            return;
        await ExecuteAsync("""
            insert into hub.parked (scope, stage, id, record_no, cause, reason, run_no)
            select $1, 'deliver', u.id, u.record_no, u.cause, u.reason, $2 from unnest($3, $4, $5, $6) as u(id, record_no, cause, reason)
            on conflict (scope, id, stage) where closed_at is null
            do update set cause = excluded.cause, reason = excluded.reason, run_no = excluded.run_no, last_at = now(), times = hub.parked.times + 1
            """,
            [claim.Target, runNo, rejected.Select(settled => settled.Item.Key.ToString()).ToArray(), Numbers(rejected), rejected.Select(settled => settled.Cause).ToArray(), rejected.Select(settled => settled.Reason).ToArray()],
            cancellationToken);
    }

    private async Task RemoveMarksAsync(Settlement[] settled, CancellationToken cancellationToken)
    {
        if (settled.Length == 0)
            return;
        var recordNos = Numbers(settled);
        await ExecuteAsync("""
            delete from hub.outbox o using unnest($3, $4) as u(record_no, version)
            where o.target_no = $1 and o.lease = $2 and o.record_no = u.record_no and o.version = u.version
            """, [claim.TargetNo, claim.Lease, recordNos, Versions(settled)], cancellationToken);

        // what is left of them has changed meanwhile: free for the next claim, and this answer did come back
        await ExecuteAsync("""
            update hub.outbox set lease = null, leased_until = null, attempted = false, due_at = now() where target_no = $1 and lease = $2 and record_no = any($3)
            """, [claim.TargetNo, claim.Lease, recordNos], cancellationToken);
    }

    private async Task PostponeAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var later = settlements.Select(settlement => settlement switch
        {
            Settlement.Deferred(var item, var reason, var after) => new Postponed(item, reason, after, 1, false, null),
            Settlement.AnswerLost(var item, var reason, var after) => new Postponed(item, reason, after, 1, true, null),
            Settlement.NotSent(var item, var parent, var reason) => new Postponed(item, reason, NotSentWait, 0, item.MayExist, parent),
            _ => null,
        }).OfType<Postponed>().ToArray();
        if (later.Length == 0)
            return;

        // A parent delivered between our look and this statement would wake nobody: look once more.
        await ExecuteAsync("""
            update hub.outbox o set lease = null, leased_until = null, attempts = o.attempts + u.attempts, attempted = u.attempted, last_answer = u.reason, waits_for = u.waits_for,
              due_at = case when u.waits_for is not null and exists (select from hub.delivered d where d.record_no = u.waits_for and d.target_no = $1) then now() else now() + u.after end
            from unnest($3, $4, $5, $6, $7, $8) as u(record_no, reason, after, attempts, attempted, waits_for)
            where o.target_no = $1 and o.lease = $2 and o.record_no = u.record_no
            """,
            [claim.TargetNo, claim.Lease, later.Select(row => row.Item.RecordNo).ToArray(), later.Select(row => row.Reason).ToArray(), later.Select(row => row.After).ToArray(),
             later.Select(row => row.Attempts).ToArray(), later.Select(row => row.Attempted).ToArray(), later.Select(row => row.WaitsFor).ToArray()], cancellationToken);
    }

    private async Task LogAttemptsAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var attempts = settlements.Select(settlement => settlement switch
        {
            Settlement.Delivered(var item, _) => new Attempt(item, 0, null),
            Settlement.Rejected(var item, _, var reason) => new Attempt(item, 1, reason),
            Settlement.Deferred(var item, var reason, _) => new Attempt(item, 2, reason),
            Settlement.AnswerLost(var item, var reason, _) => new Attempt(item, 3, reason),
            _ => null,
        }).OfType<Attempt>().ToArray();
        if (attempts.Length > 0)
            await ExecuteAsync("""
                insert into hub.delivery_attempt (record_no, version, target_no, outcome, run_no, at, reason)
                select u.record_no, u.version, $1, u.outcome, $2, now(), u.reason from unnest($3, $4, $5, $6) as u(record_no, version, outcome, reason)
                """,
                [claim.TargetNo, runNo, attempts.Select(attempt => attempt.Item.RecordNo).ToArray(), attempts.Select(attempt => attempt.Item.Version).ToArray(),
                 attempts.Select(attempt => attempt.Outcome).ToArray(), attempts.Select(attempt => attempt.Reason).ToArray()], cancellationToken);
    }

    private sealed record Postponed(OutboxItem Item, string Reason, TimeSpan After, int Attempts, bool Attempted, long? WaitsFor);

    private sealed record Attempt(OutboxItem Item, short Outcome, string? Reason);

    private static long[] Numbers(IEnumerable<Settlement> settled) => [.. settled.Select(settlement => settlement.Item.RecordNo)];

    private static int[] Versions(IEnumerable<Settlement> settled) => [.. settled.Select(settlement => settlement.Item.Version)];

    private async Task ExecuteAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
