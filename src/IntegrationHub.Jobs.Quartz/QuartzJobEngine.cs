using IntegrationHub.Core.Jobs;
using Quartz;

namespace IntegrationHub.Jobs.Quartz;

/// <summary>The hub's jobs in a clustered Quartz scheduler: what is stored is the truth for all hosts.</summary>
internal sealed class QuartzJobEngine(IScheduler scheduler) : IJobEngine
{
    public async Task ApplyAsync(IReadOnlyCollection<HubJob> jobs, CancellationToken cancellationToken)
    {
        // A changed schedule starts a second from now. Its old occurrence of this moment may be firing on another host just now,
        // and must not fire a second time from the new trigger.
        var schedules = Triggers.Schedules(jobs, scheduler.TimeProvider.GetUtcNow().AddSeconds(1));
        var stored = (await StoredJobsAsync(cancellationToken)).ToHashSet();
        var wanted = jobs.Select(job => Keys.Job(job.Id)).ToHashSet();
        await scheduler.DeleteJobs([.. stored.Where(key => !wanted.Contains(key))], cancellationToken);

        var storedSchedules = await StoredSchedulesAsync(jobs.Select(job => job.Id), cancellationToken);
        foreach (var job in jobs)
        {
            if (!stored.Contains(Keys.Job(job.Id)))
                await AddAsync(job.Id, cancellationToken);
            var current = storedSchedules.GetValueOrDefault(Keys.Schedule(job.Id));
            if (!schedules.TryGetValue(job.Id, out var schedule))
                await scheduler.UnscheduleJob(Keys.Schedule(job.Id), cancellationToken);
            else if (current is null)
                await scheduler.ScheduleTrigger(schedule, TriggerConflict.Keep, cancellationToken);
            else if (!Triggers.AreEqual(current, schedule))
                await ReplaceAsync(schedule, cancellationToken);
        }
    }

    public async Task TriggerAsync(JobId id, TimeSpan delay, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken);
        // A request that is still waiting stands in for this one too, unless this one is sooner. One whose run has begun does not.
        var once = Triggers.Once(id, scheduler.TimeProvider.GetUtcNow() + delay);
        await scheduler.ScheduleTrigger(once, TriggerConflict.KeepEarlier, cancellationToken);
    }

    public async Task PauseAsync(JobId id, bool paused, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken);
        if (paused)
            await scheduler.PauseTrigger(Keys.Schedule(id), cancellationToken);
        else
            await scheduler.ResumeTrigger(Keys.Schedule(id), cancellationToken);
    }

    public async Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = (await StoredJobsAsync(cancellationToken)).Select(Keys.IdOf).ToList();
        var schedules = await StoredSchedulesAsync(ids, cancellationToken);
        var triggers = await scheduler.QueryTriggers(new() { Take = int.MaxValue }, cancellationToken);
        var triggersOf = triggers.Items.ToLookup(trigger => trigger.JobKey);
        var running = (await scheduler.QueryFireInstances(new() { Take = int.MaxValue }, cancellationToken)).Items.ToLookup(firing => firing.JobKey);
        return [.. ids.OrderBy(id => id.ToString(), StringComparer.Ordinal).Select(id => Describe(
            id, schedules.GetValueOrDefault(Keys.Schedule(id)), [.. triggersOf[Keys.Job(id)]], [.. running[Keys.Job(id)]]))];
    }

    private static JobInfo Describe(JobId id, ICronTrigger? schedule, IReadOnlyList<TriggerHeader> triggers, IReadOnlyList<FireInstance> running)
    {
        var paused = triggers.Any(trigger => trigger.Key.Group == Keys.ScheduleGroup && trigger.State == TriggerState.Paused);
        return new JobInfo(
            id,
            schedule?.CronExpressionString,
            (schedule?.TimeZone ?? TimeZoneInfo.Utc).Id,
            paused,
            Running: running.Count > 0,
            LastFiredAt: triggers.Select(trigger => trigger.PreviousFireTimeUtc).Concat(running.Select(firing => (DateTimeOffset?)firing.FireTimeUtc)).Max(),
            NextFireAt: triggers.Where(trigger => trigger.State != TriggerState.Paused).Min(trigger => trigger.NextFireTimeUtc));
    }

    private async Task AddAsync(JobId id, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<HandlerJob>().WithIdentity(Keys.Job(id)).StoreDurably().RequestRecovery().Build();
        try
        {
            await scheduler.AddJob(job, new AddJobOptions(), cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another host that starts now was faster, and what it stored is the same.
        }
    }

    private async Task ReplaceAsync(ICronTrigger schedule, CancellationToken cancellationToken)
    {
        // A replaced trigger is stored as told here: without asking, a paused job would start again.
        var paused = await scheduler.GetTriggerState(schedule.Key, cancellationToken) == TriggerState.Paused;
        await scheduler.ScheduleJob(schedule, new ScheduleJobOptions { Replace = true, Paused = paused }, cancellationToken);
    }

    private async Task RequireAsync(JobId id, CancellationToken cancellationToken)
    {
        if (!await scheduler.Exists(Keys.Job(id), cancellationToken))
            throw new KeyNotFoundException($"There is no job '{id}'.");
    }

    private async Task<IEnumerable<JobKey>> StoredJobsAsync(CancellationToken cancellationToken)
    {
        var query = new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(Keys.JobGroup), Take = int.MaxValue };
        return (await scheduler.QueryJobs(query, cancellationToken)).Items.Select(job => job.Key);
    }

    private async Task<IReadOnlyDictionary<TriggerKey, ICronTrigger>> StoredSchedulesAsync(IEnumerable<JobId> ids, CancellationToken cancellationToken)
    {
        var triggers = await scheduler.GetTriggers([.. ids.Select(Keys.Schedule)], cancellationToken);
        return triggers.OfType<ICronTrigger>().ToDictionary(trigger => trigger.Key);
    }
}
