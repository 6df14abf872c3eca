using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>When a source entity was last read to its end.</summary>
public sealed record LastHeard(string System, string SourceEntity, DateTimeOffset? At);

/// <summary>
/// When the hub last heard from each source. Read from the run ledger at most every few seconds, whoever asks: it is on every
/// customer page. Safe from several threads.
/// </summary>
internal sealed class SourceFreshness(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    // Hops from job to job through the index instead of reading every run.
    private const string Sql = """
        with recursive jobs as (
          (select job from hub.run where job >= 'sync:' and job < 'sync;' order by job limit 1)
          union all
          select (select r.job from hub.run r where r.job > jobs.job and r.job < 'sync;' order by r.job limit 1) from jobs where jobs.job is not null)
        select job, (select finished_at from hub.run r where r.job = jobs.job and r.outcome in ('succeeded', 'parked') order by run_no desc limit 1)
        from jobs where job is not null
        """;

    private volatile Reading? _last;

    /// <summary>Every source entity that ever ran, by job name.</summary>
    internal async ValueTask<IReadOnlyList<LastHeard>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.Taken) < Kept)
            return last.Heard;
        var heard = new List<LastHeard>();
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0)["sync:".Length..];
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0)
                heard.Add(new LastHeard(name[..slash], name[(slash + 1)..], reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1)));
        }
        _last = new Reading(heard, time.GetTimestamp());
        return heard;
    }

    private sealed record Reading(IReadOnlyList<LastHeard> Heard, long Taken);
}
