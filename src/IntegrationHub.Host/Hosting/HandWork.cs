using System.Security.Claims;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Hosting;

/// <summary>What people do by hand on pages and through the API, each with its audit row. Safe from several threads.</summary>
internal sealed class HandWork(IJobEngine engine, HubWork work, ParkedRecords parked, Audit audit)
{
    /// <exception cref="KeyNotFoundException">There is no such job; so for the other verbs.</exception>
    internal async Task RunNowAsync(ClaimsPrincipal who, JobId job, CancellationToken cancellationToken)
    {
        await engine.TriggerAsync(job, TimeSpan.Zero, cancellationToken);
        await audit.WriteAsync(who, "run now", job.ToString(), detail: null, cancellationToken);
    }

    internal async Task PauseAsync(ClaimsPrincipal who, JobId job, bool paused, CancellationToken cancellationToken)
    {
        await engine.PauseAsync(job, paused, cancellationToken);
        await audit.WriteAsync(who, paused ? "pause" : "resume", job.ToString(), detail: null, cancellationToken);
    }

    /// <summary>Tries parked records again; what is marked for a target is delivered at once.</summary>
    internal async Task<Replayed> ReplayAsync(ClaimsPrincipal who, IReadOnlyCollection<long> parkedNos, CancellationToken cancellationToken)
    {
        await audit.WriteAsync(who, "replay parked records", string.Join(",", parkedNos), detail: null, cancellationToken);
        var replayed = await work.ReplayAsync(parkedNos, progress: null, cancellationToken);
        if (replayed.MarkedAgain > 0 || replayed.Counts.Marked > 0)
            foreach (var target in work.Targets)
                await engine.TriggerAsync(new JobId(HubJobHandler.DeliverKind, target), TimeSpan.Zero, cancellationToken);
        return replayed;
    }

    /// <summary>Closes parked records for good. Returns how many were open.</summary>
    internal Task<int> DropAsync(ClaimsPrincipal who, IReadOnlyCollection<long> parkedNos, string why, CancellationToken cancellationToken) =>
        parked.DropAsync(parkedNos, who.Identity?.Name ?? "(nobody)", why, cancellationToken);
}
