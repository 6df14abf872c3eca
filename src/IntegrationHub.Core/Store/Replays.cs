using System.Text.Json;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The replays people asked for, and where each stands. Safe from several threads.</summary>
public sealed class Replays(NpgsqlDataSource database)
{
    private const string Columns = "p.replay_no, p.sync, p.selection, p.mapping_no, p.expected, p.state, p.asked_by, p.asked_at";

    public async Task<Replay> AddAsync(SyncKey sync, ReplaySelection selection, int mappingNo, long expected, string who, CancellationToken cancellationToken) =>
        (await ListAsync($"insert into hub.replay as p (sync, selection, mapping_no, expected, asked_by) values ($1, $2::jsonb, $3, $4, $5) returning {Columns}",
            [sync.ToString(), JsonSerializer.Serialize(selection, JsonSerializerOptions.Web), mappingNo, expected, who], cancellationToken)).Single();

    public async Task<Replay?> FindAsync(long replayNo, CancellationToken cancellationToken) =>
        (await ListAsync($"select {Columns} from hub.replay p where replay_no = $1", [replayNo], cancellationToken)).SingleOrDefault();

    /// <summary>Those that are open or paused, of one sync or of all, oldest first.</summary>
    public Task<IReadOnlyList<Replay>> UnfinishedAsync(SyncKey? sync, CancellationToken cancellationToken) => ListAsync(
        $"select {Columns} from hub.replay p where state in ('open', 'paused') and ($1::text is null or sync = $1) order by replay_no", [sync?.ToString()], cancellationToken);

    /// <summary>The newest ones with what they have done so far, newest first.</summary>
    public Task<IReadOnlyList<ReplayProgress>> LastAsync(int count, CancellationToken cancellationToken) => ProgressAsync("true", count, null, cancellationToken);

    /// <summary>The newest ones of one sync with what they have done so far, newest first.</summary>
    public Task<IReadOnlyList<ReplayProgress>> LastAsync(SyncKey sync, int count, CancellationToken cancellationToken) => ProgressAsync("sync = $2", count, sync.ToString(), cancellationToken);

    /// <summary>What one has done so far; null: there is none.</summary>
    public async Task<ReplayProgress?> ProgressAsync(long replayNo, CancellationToken cancellationToken) => (await ProgressAsync("replay_no = $2", 1, replayNo, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<ReplayProgress>> ProgressAsync(string which, int count, object? of, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"""
            select {Columns}, done.read, done.unchanged, done.left_out, done.created, done.changed, done.parked, done.marked, done.run_no, done.running
            from (select * from hub.replay where {which} order by replay_no desc limit $1) p
            cross join lateral (
              select coalesce(sum(read) filter (where counts), 0)::bigint as read, coalesce(sum(unchanged) filter (where counts), 0)::bigint as unchanged, coalesce(sum(left_out) filter (where counts), 0)::bigint as left_out,
                coalesce(sum(created) filter (where counts), 0)::bigint as created, coalesce(sum(changed) filter (where counts), 0)::bigint as changed,
                coalesce(sum(parked) filter (where counts), 0)::bigint as parked, coalesce(sum(marked) filter (where counts), 0)::bigint as marked, max(run_no) as run_no,
                coalesce(bool_or(finished_at is null and heartbeat_at > now() - interval '2 minutes'), false) as running
              from (select *, run_no > p.after_run as counts from hub.run where replay_no = p.replay_no) r) done
            order by p.replay_no desc
            """, of is null ? [count] : [count, of]);
        var found = new List<ReplayProgress>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var counts = new RunCounts
            {
                Read = reader.GetInt64(8),
                Unchanged = reader.GetInt64(9),
                LeftOut = reader.GetInt64(10),
                Created = reader.GetInt64(11),
                Changed = reader.GetInt64(12),
                Parked = reader.GetInt64(13),
                Marked = reader.GetInt64(14),
            };
            found.Add(new ReplayProgress(Read(reader), counts, reader.IsDBNull(15) ? null : reader.GetInt64(15), reader.GetBoolean(16)));
        }

        return found;
    }

    /// <summary>
    /// Opens a replay to be run or to go on. When the mapping has changed since it began, it begins anew: a replay that has ended has brought all its records to one
    /// and the same mapping. What its runs did by the earlier one counts no more.
    /// </summary>
    /// <param name="replay">As it was found.</param>
    /// <param name="mappingNo">The mapping in force.</param>
    /// <returns>As it is now; null: it is finished or cancelled.</returns>
    public async Task<Replay?> OpenAsync(Replay replay, int mappingNo, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var open = connection.Command(
            """
            update hub.replay p set state = 'open', mapping_no = $2, changed_at = now(),
              after_run = case when mapping_no = $2 then after_run else coalesce((select max(run_no) from hub.run r where r.replay_no = p.replay_no), 0) end
            where replay_no = $1 and state in ('open', 'paused')
            """, replay.ReplayNo, mappingNo);
        if (await open.ExecuteNonQueryAsync(cancellationToken) == 0)
            return null;
        if (replay.MappingNo != mappingNo)
        {
            await using var anew = connection.Command("delete from hub.checkpoint where sync = $1", replay.Key.ToString());
            await anew.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return replay with { State = ReplayState.Open, MappingNo = mappingNo };
    }

    /// <summary>Notes that an open replay has come to its end; its checkpoint is of no more use.</summary>
    public async Task FinishAsync(Replay replay, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with finished as (update hub.replay set state = 'finished', changed_at = now() where replay_no = $1 and state = 'open')
            delete from hub.checkpoint where sync = $2
            """, replay.ReplayNo, replay.Key.ToString());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Pauses or cancels a replay; one that runs stops before its next batch. False: it was finished or cancelled already.</summary>
    /// <param name="replayNo">Which.</param>
    /// <param name="state"><see cref="ReplayState.Paused"/> or <see cref="ReplayState.Cancelled"/>.</param>
    public async Task<bool> StopAsync(long replayNo, string state, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            "update hub.replay set state = $2, changed_at = now() where replay_no = $1 and state in ('open', 'paused')", replayNo, state);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Whether one of these jobs runs now, on any host: its last run is open and was heard of lately.</summary>
    public async Task<bool> IsRunningAsync(IReadOnlyCollection<string> jobs, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select exists (
              select from unnest($1) as asked(job)
              cross join lateral (select finished_at, heartbeat_at from hub.run r where r.job = asked.job order by run_no desc limit 1) last
              where last.finished_at is null and last.heartbeat_at > now() - interval '2 minutes')
            """, (object)jobs.ToArray());   // one value, not several
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<IReadOnlyList<Replay>> ListAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        var found = new List<Replay>();
        await using var command = database.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(Read(reader));
        return found;
    }

    private static Replay Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), SyncKey.Parse(reader.GetString(1)), JsonSerializer.Deserialize<ReplaySelection>(reader.GetString(2), JsonSerializerOptions.Web)!, reader.GetInt32(3),
        reader.GetInt64(4), reader.GetString(5), reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7));
}
