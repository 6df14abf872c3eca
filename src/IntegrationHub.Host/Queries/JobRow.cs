using IntegrationHub.Core.Jobs;

namespace IntegrationHub.Host.Queries;

/// <summary>A job with its schedule and how it went lately.</summary>
/// <param name="Job">The engine's view: schedule, pause, next time.</param>
/// <param name="LastRun">The newest run, perhaps still going; null: never ran.</param>
/// <param name="LastSuccessAt">When a run last came to its end (with or without parked records): how fresh its data are.</param>
internal sealed record JobRow(JobInfo Job, RunRow? LastRun, DateTimeOffset? LastSuccessAt);
