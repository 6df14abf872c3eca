using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Queries;
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
        var queries = new FirstSyncQueries(services.GetRequiredService<NpgsqlDataSource>());
        var since = await queries.NewestRunAsync(cancellationToken);
        foreach (var job in jobs)
            await engine.TriggerAsync(new JobId(HubJobHandler.SyncKind, job[(job.IndexOf(':', StringComparison.Ordinal) + 1)..]), TimeSpan.Zero, cancellationToken);
        while (true)
        {
            if (await queries.BusiestCustomerAsync(jobs, since, cancellationToken) is { } customer)
                return customer;
            await Task.Delay(LookEvery, cancellationToken);
        }
    }
}
