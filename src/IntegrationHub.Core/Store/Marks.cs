using IntegrationHub.Core.Quota;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Marks records for delivery: "target T has not seen version V of record R".</summary>
internal static class Marks
{
    /// <summary>Marks, for the target $1, what was delivered of the customers of the records $2 and comes after them: it may hold their ids.</summary>
    public const string OfTheirs = """
        insert into hub.outbox (record_no, version, target_no, entity)
        select distinct r.record_no, r.version, $1, r.entity
        from hub.record p join hub.record r on r.customer_no = p.customer_no and r.entity > p.entity join hub.delivered d on d.record_no = r.record_no and d.target_no = $1
        where p.record_no = any($2) order by r.record_no
        on conflict (target_no, entity, record_no) do nothing
        """;

    /// <summary>
    /// Marks the present version of records that may be marked already. A mark on its way keeps its lease: its settlement finds a newer version and leaves
    /// the mark standing. What can wait (<see cref="CallOrder.BehindLive"/>) marks into the lane of those who do; a mark that is live already stays so.
    /// </summary>
    public static async Task AgainAsync(NpgsqlConnection connection, IReadOnlyList<short> targets, long[] recordNos, CancellationToken cancellationToken)
    {
        if (targets.Count == 0 || recordNos.Length == 0)
            return;
        await using var command = connection.Command("""
            insert into hub.outbox (record_no, version, target_no, entity, bulk)
            select r.record_no, r.version, t.target_no, r.entity, $3
            from unnest($1) as u(record_no) join hub.record r on r.record_no = u.record_no cross join unnest($2) as t(target_no)
            order by t.target_no, r.record_no
            on conflict (target_no, entity, record_no) do update
            set version = excluded.version, bulk = hub.outbox.bulk and excluded.bulk, due_at = now(), attempts = 0, waits_for = null, last_answer = null
            """, recordNos, targets.ToArray(), CallOrder.IsBehindLive);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
