using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The ledger of runs: who ran what, when, how far, and how it ended. Safe from several threads.</summary>
public sealed class RunLedger(NpgsqlDataSource database)
{
    private static readonly string Host = Environment.MachineName;

    /// <summary>
    /// Opens a run. Runs of the same job that have been silent for two minutes are closed as lost: their host died, and what they had committed
    /// stays.
    /// </summary>
    public Task<Run> StartAsync(string job, CancellationToken cancellationToken) => StartAsync(job, replayNo: null, backfillNo: null, cancellationToken);

    /// <inheritdoc cref="StartAsync(string, CancellationToken)"/>
    /// <param name="job">What runs: <c>sync:northwind/Orders</c>.</param>
    /// <param name="replayNo">The replay it is a run of; null: none.</param>
    /// <param name="backfillNo">The back-fill it is a run of; null: none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Run> StartAsync(string job, long? replayNo, long? backfillNo, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with lost as (
              update hub.run set outcome = 'lost', finished_at = heartbeat_at, error = 'The host stopped before this run ended. What it had committed stays; a later run goes on from there.'
              where job = $1 and finished_at is null and heartbeat_at < now() - interval '2 minutes')
            insert into hub.run (job, host, replay_no, backfill_no, expected)
            select $1, $2, $3, $4, coalesce(
              (select greatest(expected - (select coalesce(sum(read), 0) from hub.run r where r.replay_no = p.replay_no and r.run_no > p.after_run), 0) from hub.replay p where replay_no = $3),
              (select greatest(expected - (select coalesce(sum(read), 0) from hub.run r where r.backfill_no = p.backfill_no), 0) from hub.backfill p where backfill_no = $4)) returning run_no
            """, job, Host, replayNo, backfillNo);
        return new Run(database, (long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}

/// <summary>One open run. One caller at a time.</summary>
public sealed class Run : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private bool finished;

    internal Run(NpgsqlDataSource database, long runNo) => (this.database, RunNo) = (database, runNo);

    public long RunNo { get; }

    /// <summary>The counts of all batches so far, as committed.</summary>
    public RunCounts Counts { get; private set; } = new();

    /// <summary>Adds a committed batch.</summary>
    public void Add(RunCounts batch)
    {
        var sum = Counts with { };
        sum.Add(batch);
        sum.Batches++;
        Counts = sum;   // a new object: progress readers keep theirs
    }

    /// <summary>Adds a round of deliveries and writes it to the ledger.</summary>
    public async Task RecordAsync(RunCounts round, CancellationToken cancellationToken)
    {
        Add(round);
        await using var command = database.Command("""
            update hub.run set heartbeat_at = clock_timestamp(), batches = batches + 1, delivered = delivered + $2, rejected = rejected + $3, deferred = deferred + $4, deliver_ms = deliver_ms + $5
            where run_no = $1
            """, RunNo, round.Delivered, round.Rejected, round.Deferred, (long)round.Delivering.TotalMilliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Closes the run. Not cancellable: a cancelled run, too, must not stay open.</summary>
    public async Task FinishAsync(string outcome, string? error)
    {
        finished = true;
        await using var command = database.Command(
            "update hub.run set finished_at = clock_timestamp(), heartbeat_at = clock_timestamp(), outcome = $2, error = $3 where run_no = $1 and finished_at is null",
            RunNo, outcome, error);
        try
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException) when (outcome is not (RunOutcome.Succeeded or RunOutcome.Parked))
        {
            // The database itself is gone. The failure that brought us here is on its way to the caller and is the one to tell; this run stays open and is
            // closed as lost by the next one.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!finished)
            await FinishAsync(RunOutcome.Failed, "The run ended without saying how.");
    }
}
