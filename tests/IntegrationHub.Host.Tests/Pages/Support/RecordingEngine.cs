using System.Collections.Concurrent;
using IntegrationHub.Core.Jobs;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>Knows six jobs, runs none, and remembers what it was told.</summary>
internal sealed class RecordingEngine : IJobEngine
{
    private readonly ConcurrentDictionary<JobId, JobInfo> _jobs = new(new JobInfo[]
    {
        new(new JobId("asked-reconcile", "northwind"), null, "UTC", Paused: false, Running: false, null, null),
        new(new JobId("backfill", "northwind/Orders"), null, "UTC", Paused: false, Running: false, null, null),
        new(new JobId("deliver", "demo-crm"), "0 * * * * ?", "UTC", Paused: false, Running: false, null, FixedTime.Now.AddSeconds(30)),
        new(new JobId("plan", "demo-crm"), null, "UTC", Paused: false, Running: false, null, null),
        new(new JobId("replay", "northwind/Orders"), null, "UTC", Paused: false, Running: false, null, null),
        new(new JobId("sync", "northwind/Orders"), "0 0/5 * * * ?", "Asia/Tokyo", Paused: false, Running: false, null, FixedTime.Now.AddMinutes(3)),
    }.ToDictionary(job => job.Id));

    internal ConcurrentQueue<JobId> Triggered { get; } = new();

    public Task ApplyAsync(IReadOnlyCollection<HubJob> jobs, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task TriggerAsync(JobId id, TimeSpan delay, CancellationToken cancellationToken)
    {
        _ = _jobs[id];
        Triggered.Enqueue(id);
        return Task.CompletedTask;
    }

    public Task PauseAsync(JobId id, bool paused, CancellationToken cancellationToken)
    {
        _jobs[id] = _jobs[id] with { Paused = paused, NextFireAt = paused ? null : FixedTime.Now.AddMinutes(3) };
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobInfo>>([.. _jobs.Values.OrderBy(job => job.Id.ToString(), StringComparer.Ordinal)]);
}
