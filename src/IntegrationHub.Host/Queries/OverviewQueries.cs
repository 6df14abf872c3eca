using Dapper;
using IntegrationHub.Core.Connectors;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads the overview. Safe from several threads.</summary>
internal sealed class OverviewQueries(NpgsqlDataSource database, ConnectorCatalog catalog)
{
    internal async Task<Overview> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var totals = await connection.QuerySingleAsync<Totals>(new CommandDefinition("""
            select (select count(*) from hub.customer where merged_into is null) as Customers, (select count(distinct record_no) from hub.waiting) as Waiting,
                   (select count(*) from hub.parked where closed_at is null) as Parked
            """, cancellationToken: cancellationToken));
        var jobs = (await connection.QueryAsync<JobTotals>(new CommandDefinition("""
            select job as Job, max(run_no) as LastRunNo, max(finished_at) filter (where outcome in ('succeeded', 'parked')) as LastSuccessAt,
                   max(coalesce(finished_at, heartbeat_at)) filter (where created + changed + deleted > 0) as LastChangeAt, sum(created)::bigint as Created, sum(deleted)::bigint as Deleted
            from hub.run group by job
            """, cancellationToken: cancellationToken))).ToDictionary(job => job.Job);
        var lastRuns = (await connection.QueryAsync<RunRow>(new CommandDefinition(
            $"select {RunQueries.Columns} from hub.run where run_no = any(@numbers)",
            new { numbers = jobs.Values.Select(job => job.LastRunNo).ToArray() }, cancellationToken: cancellationToken))).ToDictionary(run => run.Job);
        var parked = (await connection.QueryAsync<(string Scope, long Records)>(new CommandDefinition(
            "select scope, count(*) from hub.parked where closed_at is null group by scope", cancellationToken: cancellationToken))).ToDictionary(row => row.Scope, row => row.Records);

        return new Overview
        {
            Customers = totals.Customers,
            Waiting = totals.Waiting,
            Parked = totals.Parked,
            Freshness = [.. from pair in catalog.Connections orderby pair.Key from entity in pair.Value.Syncs.Keys select FreshnessOf(pair.Key, entity, jobs, lastRuns, parked)],
            Backlogs = [.. (await BacklogsAsync(connection, cancellationToken)).Select(backlog => backlog with
            {
                LastRun = lastRuns.GetValueOrDefault($"deliver:{backlog.Target}"),
                Parked = parked.GetValueOrDefault(backlog.Target),
            })],
            Quotas = await catalog.QuotasAsync(cancellationToken),
            LastRuns = [.. await connection.QueryAsync<RunRow>(new CommandDefinition(
                $"select {RunQueries.Columns} from hub.run order by run_no desc limit 10", cancellationToken: cancellationToken))],
        };
    }

    private async Task<IEnumerable<Backlog>> BacklogsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.QueryAsync<Backlog>(new CommandDefinition("""
            select asked.name as Target, coalesce(marks.records, 0) as Records, coalesce(marks.waiting, 0) as WaitingForParent, coalesce(marks.tried, 0) as Tried, marks.oldest as OldestDueAt,
                   (select count(*) from hub.delivered where target_no = target.target_no) as Delivered, 0::bigint as Parked,
                   target.paused_until as PausedUntil, target.paused_why as PausedWhy
            from unnest(@names) as asked(name)
            left join hub.target on target.name = asked.name
            left join lateral (
              select count(*) as records, count(*) filter (where waits_for is not null) as waiting, count(*) filter (where attempts > 0) as tried, min(due_at) filter (where waits_for is null and due_at <= now()) as oldest
              from hub.outbox where target_no = target.target_no) as marks on true
            order by asked.name
            """, new { names = catalog.Connections.Where(pair => pair.Value.Deliver is not null).Select(pair => pair.Key).ToArray() }, cancellationToken: cancellationToken));

    private static Freshness FreshnessOf(
        string connection, string entity, Dictionary<string, JobTotals> jobs, Dictionary<string, RunRow> lastRuns, Dictionary<string, long> parked)
    {
        var scope = $"{connection}/{entity}";
        var job = jobs.GetValueOrDefault($"sync:{scope}");
        return new Freshness(connection, entity, job?.LastSuccessAt, job?.LastChangeAt, lastRuns.GetValueOrDefault($"sync:{scope}"), job?.Created ?? 0, job?.Deleted ?? 0, parked.GetValueOrDefault(scope));
    }

    private sealed record Totals
    {
        public required long Customers { get; init; }
        public required long Waiting { get; init; }
        public required long Parked { get; init; }
    }

    private sealed record JobTotals
    {
        public required string Job { get; init; }
        public required long LastRunNo { get; init; }
        public DateTimeOffset? LastSuccessAt { get; init; }
        public DateTimeOffset? LastChangeAt { get; init; }
        public long Created { get; init; }
        public long Deleted { get; init; }
    }
}
