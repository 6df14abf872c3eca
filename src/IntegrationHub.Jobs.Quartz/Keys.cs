using IntegrationHub.Core.Jobs;
using Quartz;

namespace IntegrationHub.Jobs.Quartz;

/// <summary>What a job and its two triggers are called in Quartz's tables.</summary>
internal static class Keys
{
    public const string JobGroup = "hub";
    public const string ScheduleGroup = "schedule";
    public const string OnceGroup = "once";

    public static JobKey Job(JobId id) => new(id.ToString(), JobGroup);

    /// <summary>The trigger by cron. A paused job is one whose schedule is paused.</summary>
    public static TriggerKey Schedule(JobId id) => new(id.ToString(), ScheduleGroup);

    /// <summary>The one run asked for by hand. One key per job: that is what makes several requests one run.</summary>
    public static TriggerKey Once(JobId id) => new(id.ToString(), OnceGroup);

    public static JobId IdOf(JobKey key) => key.Name.Split(':', 2) is [var kind, var name]
        ? new JobId(kind, name)
        : throw new InvalidOperationException($"'{key.Name}' in the table of jobs is not a job of the hub.");
}
