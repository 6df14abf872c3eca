using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Settings;
using Quartz;

namespace IntegrationHub.Jobs.Quartz;

/// <summary>The triggers a job should have.</summary>
internal static class Triggers
{
    /// <summary>So late, an occurrence counts as missed and one run makes up for all missed. Less late ones would each be run, one after the other.</summary>
    public static readonly TimeSpan Missed = TimeSpan.FromSeconds(5);

    /// <summary>The schedules of those jobs that have one.</summary>
    /// <exception cref="SettingsException">Names every job whose cron cannot be read or has no occurrence left.</exception>
    public static IReadOnlyDictionary<JobId, ICronTrigger> Schedules(IEnumerable<HubJob> jobs, DateTimeOffset now)
    {
        var schedules = new Dictionary<JobId, ICronTrigger>();
        var problems = new List<SettingsProblem>();
        foreach (var job in jobs)
        {
            if (job.Cron is null)
                continue;
            if (!CronExpression.TryParse(job.Cron, out var cron))
                problems.Add(new($"Schedule of {job.Id}", $"'{job.Cron}' is not a cron expression; it has six fields, seconds first, such as '0 */5 * * * ?'."));
            else if (cron!.WithTimeZone(job.TimeZone).GetNextValidTimeAfter(now) is null)
                problems.Add(new($"Schedule of {job.Id}", $"'{job.Cron}' has no occurrence left in the future."));
            else
                schedules.Add(job.Id, Schedule(job.Id, cron, job.TimeZone, now));
        }
        return problems.Count == 0 ? schedules : throw new SettingsException(problems);
    }

    public static ITrigger Once(JobId id, DateTimeOffset at) => TriggerBuilder.Create()
        .WithIdentity(Keys.Once(id)).ForJob(Keys.Job(id)).StartAt(at)
        .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
        // Behind a run of the same job it is late, not missed, and starts as soon as that ends.
        .WithMisfireThreshold(TimeSpan.FromDays(1))
        .Build();

    public static bool AreEqual(ICronTrigger one, ICronTrigger other) =>
        one.CronExpressionString == other.CronExpressionString && one.TimeZone.Id == other.TimeZone.Id && one.MisfireInstruction == other.MisfireInstruction;

    private static ICronTrigger Schedule(JobId id, CronExpression cron, TimeZoneInfo timeZone, DateTimeOffset from) => (ICronTrigger)TriggerBuilder.Create()
        .WithIdentity(Keys.Schedule(id)).ForJob(Keys.Job(id)).StartAt(from)
        .WithSchedule(CronScheduleBuilder.Create(cron).InTimeZone(timeZone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
        .Build();
}
