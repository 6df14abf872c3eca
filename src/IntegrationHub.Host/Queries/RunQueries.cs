using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads the run ledger. Safe from several threads.</summary>
internal sealed class RunQueries(NpgsqlDataSource database, TimeProvider time)
{
    internal const string Columns = """
        run_no as RunNo, job as Job, host as Host, started_at as StartedAt, finished_at as FinishedAt, heartbeat_at as HeartbeatAt, outcome as Outcome, error as Error,
        expected as Expected, read as Read, unchanged as Unchanged, left_out as LeftOut, created as Created, changed as Changed, deleted as Deleted, parked as Parked,
        waiting as Waiting, marked as Marked, delivered as Delivered, rejected as Rejected, deferred as Deferred, batches as Batches, bytes as Bytes,
        read_ms as ReadMs, map_ms as MapMs, resolve_ms as ResolveMs, store_ms as StoreMs, deliver_ms as DeliverMs
        """;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs, newest first.</summary>
    /// <param name="job">Only of this job; null: of all.</param>
    /// <param name="before">Only runs with a smaller number, to page on; null: from the newest.</param>
    internal async Task<IReadOnlyList<RunRow>> ListAsync(string? job, long? before, int max, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<RunRow>(new CommandDefinition($"""
            select {Columns} from hub.run
            where (@job::text is null or job = @job) and (@before::bigint is null or run_no < @before)
            order by run_no desc limit @max
            """, new { job, before, max }, cancellationToken: cancellationToken))];
    }

    internal async Task<RunRow?> FindAsync(long runNo, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            $"select {Columns} from hub.run where run_no = @runNo", new { runNo }, cancellationToken: cancellationToken));
    }

    /// <summary>A run as it goes on: its present state at once, then each change, ending with the finished run. Empty when there is no such run.</summary>
    internal async IAsyncEnumerable<RunRow> WatchAsync(long runNo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunRow? seen = null;
        while (await FindAsync(runNo, cancellationToken) is { } run)
        {
            if (run != seen)
                yield return seen = run;
            if (!run.IsRunning)
                yield break;
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }
}
