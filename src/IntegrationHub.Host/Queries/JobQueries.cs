using Dapper;
using IntegrationHub.Core.Jobs;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Jobs as the engine has them, beside their last runs. Safe from several threads.</summary>
internal sealed class JobQueries(IJobEngine engine, NpgsqlDataSource database)
{
    /// <summary>All jobs, ordered by id.</summary>
    internal async Task<IReadOnlyList<JobRow>> ListAsync(CancellationToken cancellationToken)
    {
        var jobs = await engine.ListAsync(cancellationToken);
        string[] names = [.. jobs.Select(job => job.Id.ToString())];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var lastRuns = (await connection.QueryAsync<RunRow>(new CommandDefinition($"""
            select {RunQueries.Columns} from unnest(@names) as asked(name)
            cross join lateral (select * from hub.run where job = asked.name order by run_no desc limit 1) as last
            """, new { names }, cancellationToken: cancellationToken))).ToDictionary(run => run.Job);
        var successes = (await connection.QueryAsync<Success>(new CommandDefinition("""
            select asked.name as Job, last.finished_at as At from unnest(@names) as asked(name)
            cross join lateral (select finished_at from hub.run where job = asked.name and outcome in ('succeeded', 'parked') order by run_no desc limit 1) as last
            """, new { names }, cancellationToken: cancellationToken))).ToDictionary(success => success.Job, success => success.At);
        return [.. jobs.Select(job => new JobRow(job, lastRuns.GetValueOrDefault(job.Id.ToString()),
            successes.TryGetValue(job.Id.ToString(), out var at) ? at : null))];
    }

    internal async Task<JobRow?> FindAsync(string job, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(row => row.Job.Id.ToString() == job);

    private sealed record Success
    {
        public required string Job { get; init; }
        public required DateTimeOffset At { get; init; }
    }
}
