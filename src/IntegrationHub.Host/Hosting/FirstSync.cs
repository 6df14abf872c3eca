using Dapper;
using IntegrationHub.Core.Jobs;
using Npgsql;

namespace IntegrationHub.Host.Hosting;

/// <summary>Runs the sample's syncs at once, instead of at their next time.</summary>
internal sealed class FirstSync(IServiceProvider services)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Triggers all syncs of a connection and waits until each has run to its end once and a customer has orders; gives that customer's number.</summary>
    internal async Task<long> RunAsync(string connection, CancellationToken cancellationToken)
    {
        var (work, engine) = (services.GetRequiredService<HubWork>(), services.GetRequiredService<IJobEngine>());
        string[] jobs = [.. work.Syncs.Where(sync => sync.Connection == connection).Select(sync => new JobId(HubJobHandler.SyncKind, sync.ToString()).ToString())];
        var since = await NewestRunAsync(cancellationToken);
        foreach (var job in jobs)
            await engine.TriggerAsync(new JobId(HubJobHandler.SyncKind, job[(job.IndexOf(':', StringComparison.Ordinal) + 1)..]), TimeSpan.Zero, cancellationToken);
        while (true)
        {
            if (await BusiestCustomerAsync(jobs, since, cancellationToken) is { } customer)
                return customer;
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private async Task<long> NewestRunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("select coalesce(max(run_no), 0) from hub.run", cancellationToken: cancellationToken));
    }

    private async Task<long?> BusiestCustomerAsync(string[] jobs, long since, CancellationToken cancellationToken)
    {
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition("""
            select customer_no from hub.record
            where entity = 4 and customer_no is not null and not deleted
              and (select count(distinct job) from hub.run where run_no > @since and job = any(@jobs) and finished_at is not null) = @count
            group by customer_no order by count(*) desc, customer_no limit 1
            """, new { jobs, since, count = jobs.Length }, cancellationToken: cancellationToken));
    }
}
