using Dapper;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads what was set aside. Safe from several threads.</summary>
internal sealed class ParkedQueries(NpgsqlDataSource database)
{
    private const string Columns = """
        parked_no as ParkedNo, scope as Scope, stage as Stage, id as Id, cause as Cause, reason as Reason, run_no as RunNo,
        first_at as FirstAt, last_at as LastAt, times as Times, closed_at as ClosedAt, closed_how as ClosedHow
        """;

    /// <summary>Open records grouped by cause, the largest group first.</summary>
    internal async Task<IReadOnlyList<ParkedGroup>> GroupsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<ParkedGroup>(new CommandDefinition("""
            select scope as Scope, stage as Stage, cause as Cause, count(*) as Records, min(first_at) as FirstAt, max(last_at) as LastAt, max(parked_no) as ExampleNo
            from hub.parked where closed_at is null
            group by scope, stage, cause order by count(*) desc, scope, stage, cause
            """, cancellationToken: cancellationToken))];
    }

    /// <summary>Parked records, newest first.</summary>
    /// <param name="before">Only smaller numbers, to page on; null: from the newest.</param>
    internal async Task<IReadOnlyList<ParkedRow>> ListAsync(ParkedFilter filter, long? before, int max, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<ParkedRow>(new CommandDefinition($"""
            select {Columns} from hub.parked
            where (@Closed or closed_at is null) and (@Scope::text is null or scope = @Scope) and (@Stage::text is null or stage = @Stage)
              and (@Cause::text is null or cause = @Cause) and (@RunNo::bigint is null or run_no = @RunNo)
              and (@ClosedHow::text is null or closed_how = @ClosedHow) and (@before::bigint is null or parked_no < @before)
            order by parked_no desc limit @max
            """, new { filter.Scope, filter.Stage, filter.Cause, filter.RunNo, filter.Closed, filter.ClosedHow, before, max }, cancellationToken: cancellationToken))];
    }

    internal async Task<ParkedDetail?> FindAsync(long parkedNo, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ParkedDetail>(new CommandDefinition(
            $"select {Columns}, payload as Payload from hub.parked where parked_no = @parkedNo", new { parkedNo }, cancellationToken: cancellationToken));
    }
}
