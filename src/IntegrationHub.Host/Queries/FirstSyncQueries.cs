using Dapper;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>What the start of the sample waits for.</summary>
internal sealed class FirstSyncQueries(NpgsqlDataSource database)
{
    /// <summary>The newest run in the ledger; 0: none yet.</summary>
    internal async Task<long> NewestRunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("select coalesce(max(run_no), 0) from hub.run", cancellationToken: cancellationToken));
    }

    /// <summary>The customer with the most orders, once all these jobs have finished a run since; null until then.</summary>
    internal async Task<long?> BusiestCustomerAsync(string[] jobs, long since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition("""
            select customer_no from hub.record
            where entity = 4 and customer_no is not null and not deleted
              and (select count(distinct job) from hub.run where run_no > @since and job = any(@jobs) and finished_at is not null) = @count
            group by customer_no order by count(*) desc, customer_no limit 1
            """, new { jobs, since, count = jobs.Length }, cancellationToken: cancellationToken));
    }
}
