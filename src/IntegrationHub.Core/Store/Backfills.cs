using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The back-fills people asked for, and where each stands. Safe from several threads.</summary>
public sealed class Backfills(NpgsqlDataSource database)
{
    private const string Columns = "p.backfill_no, p.sync, p.slice, p.expected, p.not_found, p.state, p.asked_by, p.asked_at, p.estimate, p.problem";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public async Task<Backfill> AddAsync(SyncKey sync, Slice slice, long? expected, string who, CancellationToken cancellationToken) =>
        (await ListAsync($"insert into hub.backfill as p (sync, slice, expected, asked_by) values ($1, $2::jsonb, $3, $4) returning {Columns}",
            [sync.ToString(), JsonSerializer.Serialize(slice, Json), expected, who], cancellationToken)).Single();

    /// <summary>Notes one that waits, paused, until somebody starts it.</summary>
    public async Task<Backfill> PrepareAsync(SyncKey sync, Slice slice, BackfillEstimate estimate, string who, CancellationToken cancellationToken) =>
        (await ListAsync($"insert into hub.backfill as p (sync, slice, expected, asked_by, state, estimate) values ($1, $2::jsonb, $3, $4, 'paused', $5::jsonb) returning {Columns}",
            [sync.ToString(), JsonSerializer.Serialize(slice, Json), estimate.RecordsBy == EstimateBasis.Guessed ? null : estimate.Records, who, JsonSerializer.Serialize(estimate, Json)], cancellationToken)).Single();

    /// <summary>Notes one that was asked for and cannot begin.</summary>
    public async Task<Backfill> RefuseAsync(SyncKey sync, Slice slice, string problem, string who, CancellationToken cancellationToken) =>
        (await ListAsync($"insert into hub.backfill as p (sync, slice, asked_by, state, problem) values ($1, $2::jsonb, $3, 'cancelled', $4) returning {Columns}",
            [sync.ToString(), JsonSerializer.Serialize(slice, Json), who, problem], cancellationToken)).Single();

    public async Task<Backfill?> FindAsync(long backfillNo, CancellationToken cancellationToken) =>
        (await ListAsync($"select {Columns} from hub.backfill p where backfill_no = $1", [backfillNo], cancellationToken)).SingleOrDefault();

    /// <summary>Those that are open or paused, of one sync or of all, oldest first.</summary>
    public Task<IReadOnlyList<Backfill>> UnfinishedAsync(SyncKey? sync, CancellationToken cancellationToken) => ListAsync(
        $"select {Columns} from hub.backfill p where state in ('open', 'paused') and ($1::text is null or sync = $1) order by backfill_no", [sync?.ToString()], cancellationToken);

    /// <summary>The newest ones with what they have done so far, newest first.</summary>
    public Task<IReadOnlyList<BackfillProgress>> LastAsync(int count, CancellationToken cancellationToken) => ProgressAsync(null, count, cancellationToken);

    /// <summary>One of them; null: there is no such.</summary>
    public async Task<BackfillProgress?> ProgressAsync(long backfillNo, CancellationToken cancellationToken) => (await ProgressAsync(backfillNo, 1, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<BackfillProgress>> ProgressAsync(long? only, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"""
            select {Columns}, done.read, done.unchanged, done.left_out, done.created, done.changed, done.deleted, done.parked, done.marked, done.run_no, done.running
            from (select * from hub.backfill where $2::bigint is null or backfill_no = $2 order by backfill_no desc limit $1) p
            cross join lateral (
              select coalesce(sum(read), 0)::bigint as read, coalesce(sum(unchanged), 0)::bigint as unchanged, coalesce(sum(left_out), 0)::bigint as left_out,
                coalesce(sum(created), 0)::bigint as created, coalesce(sum(changed), 0)::bigint as changed, coalesce(sum(deleted), 0)::bigint as deleted,
                coalesce(sum(parked), 0)::bigint as parked, coalesce(sum(marked), 0)::bigint as marked, max(run_no) as run_no,
                coalesce(bool_or(finished_at is null and heartbeat_at > now() - interval '2 minutes'), false) as running
              from hub.run r where r.backfill_no = p.backfill_no) done
            order by p.backfill_no desc
            """, count, only);
        var found = new List<BackfillProgress>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var counts = new RunCounts
            {
                Read = reader.GetInt64(10),
                Unchanged = reader.GetInt64(11),
                LeftOut = reader.GetInt64(12),
                Created = reader.GetInt64(13),
                Changed = reader.GetInt64(14),
                Deleted = reader.GetInt64(15),
                Parked = reader.GetInt64(16),
                Marked = reader.GetInt64(17),
            };
            found.Add(new BackfillProgress(Read(reader), counts, reader.IsDBNull(18) ? null : reader.GetInt64(18), reader.GetBoolean(19)));
        }

        return found;
    }

    /// <summary>Opens a back-fill to be run or to go on; null: it is finished or cancelled.</summary>
    public async Task<Backfill?> OpenAsync(long backfillNo, CancellationToken cancellationToken) => (await ListAsync(
        $"update hub.backfill p set state = 'open', changed_at = now() where backfill_no = $1 and state in ('open', 'paused') returning {Columns}", [backfillNo], cancellationToken)).SingleOrDefault();

    /// <summary>Notes that an open back-fill has come to its end; its checkpoint is of no more use.</summary>
    /// <param name="backfill">Which.</param>
    /// <param name="notFound">Keys that were asked for and not given.</param>
    public async Task FinishAsync(Backfill backfill, long notFound, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with finished as (update hub.backfill set state = 'finished', not_found = $3, changed_at = now() where backfill_no = $1 and state = 'open' returning 1)
            delete from hub.checkpoint where sync = $2 and exists (select from finished)
            """, backfill.BackfillNo, backfill.Key.ToString(), notFound);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Pauses or cancels a back-fill; one that runs stops before its next page. False: it was finished or cancelled already.</summary>
    /// <param name="backfillNo">Which.</param>
    /// <param name="state"><see cref="ReplayState.Paused"/> or <see cref="ReplayState.Cancelled"/>.</param>
    public async Task<bool> StopAsync(long backfillNo, string state, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            "update hub.backfill set state = $2, changed_at = now() where backfill_no = $1 and state in ('open', 'paused')", backfillNo, state);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>How many records all its runs have read.</summary>
    public async Task<long> CountReadAsync(long backfillNo, CancellationToken cancellationToken)
    {
        await using var command = database.Command("select coalesce(sum(read), 0)::bigint from hub.run where backfill_no = $1", backfillNo);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>What a sync's last runs have measured: how many records a batch has, and what one takes; null: it has not read much yet.</summary>
    public async Task<MeasuredReading?> MeasuredAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select sum(read)::bigint, sum(batches)::bigint, sum(read_ms + map_ms + resolve_ms + store_ms)::bigint
            from (select * from hub.run where job in ('sync:' || $1, 'backfill:' || $1) and read > 0 order by run_no desc limit 20) last having sum(batches) > 0
            """, sync.ToString());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new MeasuredReading(reader.GetInt64(0), reader.GetInt64(1), TimeSpan.FromMilliseconds(reader.GetInt64(2))) : null;
    }

    /// <summary>The database's clock, by which is decided who read first.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("select clock_timestamp()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<Backfill>> ListAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        var found = new List<Backfill>();
        await using var command = database.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(Read(reader));
        return found;
    }

    private static Backfill Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), SyncKey.Parse(reader.GetString(1)), JsonSerializer.Deserialize<Slice>(reader.GetString(2), Json)!, reader.IsDBNull(3) ? null : reader.GetInt64(3),
        reader.GetInt64(4), reader.GetString(5), reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7))
    {
        Estimate = reader.IsDBNull(8) ? null : JsonSerializer.Deserialize<BackfillEstimate>(reader.GetString(8), Json),
        Problem = reader.IsDBNull(9) ? null : reader.GetString(9),
    };
}

/// <summary>What a sync's last runs have measured.</summary>
/// <param name="Records">So many were read,</param>
/// <param name="Batches">in so many batches,</param>
/// <param name="Time">reading, mapping and storing included.</param>
public sealed record MeasuredReading(long Records, long Batches, TimeSpan Time);
