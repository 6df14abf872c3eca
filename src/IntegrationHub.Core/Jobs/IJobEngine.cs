namespace IntegrationHub.Core.Jobs;

/// <summary>
/// The port to a job engine (Quartz, Hangfire). It decides when a job runs and on which host; what a job does is the hub's
/// <see cref="IJobHandler"/>. Safe from several threads.
/// </summary>
/// <remarks>
/// Rules every engine keeps: no two runs of one job at once, on any host (a courtesy: the checkpoint is the fence); no retries
/// (the next run resumes); a run missed while no host was up is made up once, not as often as it was missed; a paused job
/// is not started by its schedule, but can still be triggered by hand.
/// </remarks>
public interface IJobEngine
{
    /// <summary>Makes the engine's schedule equal to this set: adds, changes, removes. Leaves what is already so untouched, so that
    /// a starting host never fires an occurrence a second time. May be called again at any time, by several hosts at once. A paused job
    /// stays paused, also with a changed schedule.</summary>
    /// <exception cref="Settings.SettingsException">Names every job whose cron cannot be read or has no occurrence left; nothing is changed.</exception>
    Task ApplyAsync(IReadOnlyCollection<HubJob> jobs, CancellationToken cancellationToken);

    /// <summary>Runs a job once, after the delay, besides its schedule. Several triggers before it starts make one run.</summary>
    /// <exception cref="KeyNotFoundException">No such job has been applied.</exception>
    Task TriggerAsync(JobId id, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Stops or resumes a job's schedule, for all hosts, until told otherwise; survives a restart. A job without a
    /// schedule has nothing to stop and is never shown as paused.</summary>
    /// <exception cref="KeyNotFoundException">No such job has been applied.</exception>
    Task PauseAsync(JobId id, bool paused, CancellationToken cancellationToken);

    /// <summary>All applied jobs with their state across hosts, ordered by id.</summary>
    Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>What an engine calls back when a job is due. An exception fails that run and is logged; the engine does not retry.</summary>
public interface IJobHandler
{
    Task RunAsync(JobId id, CancellationToken cancellationToken);
}

/// <summary>Names a job: <c>sync:northwind/Orders</c>, <c>deliver:demo-crm</c>.</summary>
public sealed record JobId(string Kind, string Name)
{
    public override string ToString() => $"{Kind}:{Name}";
}

/// <summary>A job to be scheduled.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Cron">Six fields, seconds first (<c>0 */5 * * * ?</c>); null: only when triggered.</param>
/// <param name="TimeZone">The zone the cron is meant in.</param>
public sealed record HubJob(JobId Id, string? Cron, TimeZoneInfo TimeZone);

/// <summary>A job's state across all hosts.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Cron">Null: only when triggered.</param>
/// <param name="TimeZone">The zone the cron is meant in.</param>
/// <param name="Paused">Its schedule is stopped.</param>
/// <param name="Running">It runs now, on any host.</param>
/// <param name="LastFiredAt">When its schedule last started it, or its present run began. What was triggered by hand and is over is in the run ledger.</param>
/// <param name="NextFireAt">When it runs next, by schedule or trigger; null: not until somebody triggers or resumes it.</param>
public sealed record JobInfo(JobId Id, string? Cron, string TimeZone, bool Paused, bool Running, DateTimeOffset? LastFiredAt, DateTimeOffset? NextFireAt);
