using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using Quartz;

namespace IntegrationHub.Host.Hosting;

/// <summary>The jobs that the settings ask for.</summary>
internal static class HubJobs
{
    /// <summary>What ran when its host died is taken over once that host has been silent for long enough.</summary>
    private static readonly TimeSpan WhileItMayLive = TimeSpan.FromMinutes(2.5);

    /// <summary>One per sync, one for its replays, one for its back-fills, one more per sync that looks for deletes, two per target (deliveries, plans), and two to reconcile a connection: all of it, and what was asked for.</summary>
    internal static IReadOnlyList<HubJob> Of(IReadOnlyDictionary<string, ConnectionOptions> connections) =>
    [
        .. from connection in connections
           from sync in connection.Value.Syncs
           select new HubJob(new JobId(HubJobHandler.SyncKind, $"{connection.Key}/{sync.Key}"), sync.Value.Schedule, ZoneOf(sync.Value.TimeZone)),
        .. from connection in connections
           from sync in connection.Value.Syncs.Keys
           from kind in new[] { HubJobHandler.ReplayKind, HubJobHandler.BackfillKind }
           select new HubJob(new JobId(kind, $"{connection.Key}/{sync}"), Cron: null, TimeZoneInfo.Utc),
        .. from connection in connections
           from sync in connection.Value.Syncs
           where sync.Value.Snapshot is not null
           select new HubJob(new JobId(HubJobHandler.KeysKind, $"{connection.Key}/{sync.Key}"), sync.Value.Snapshot!.Schedule, ZoneOf(sync.Value.TimeZone)),
        .. from connection in connections
           where connection.Value.Deliver is not null
           select new HubJob(new JobId(HubJobHandler.DeliverKind, connection.Key), connection.Value.Deliver!.Schedule, ZoneOf(connection.Value.Deliver.TimeZone)),
        .. from connection in connections
           where connection.Value.Deliver is not null
           select new HubJob(new JobId(HubJobHandler.PlanKind, connection.Key), Cron: null, TimeZoneInfo.Utc),
        .. from connection in connections
           where connection.Value.Syncs.Count > 0
           select new HubJob(new JobId(HubJobHandler.ReconcileKind, connection.Key), connection.Value.Reconcile?.Schedule, ZoneOf(connection.Value.Reconcile?.TimeZone ?? "UTC")),
        .. from connection in connections
           where connection.Value.Syncs.Count > 0
           select new HubJob(new JobId(HubJobHandler.AskedReconcileKind, connection.Key), Cron: null, TimeZoneInfo.Utc),
    ];

    /// <summary>Goes on with the replays and back-fills that the last host's end cut off.</summary>
    internal static async Task ResumeReplaysAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<IJobEngine>();
        var jobs = (await engine.ListAsync(cancellationToken)).Select(job => job.Id).ToHashSet();
        foreach (var replay in await services.GetRequiredService<Replays>().UnfinishedAsync(sync: null, cancellationToken))
            if (new JobId(HubJobHandler.ReplayKind, replay.Sync.ToString()) is var job && replay.State == ReplayState.Open && jobs.Contains(job))
                await engine.TriggerAsync(job, TimeSpan.Zero, cancellationToken);
        foreach (var backfill in await services.GetRequiredService<Backfills>().UnfinishedAsync(sync: null, cancellationToken))
            if (new JobId(HubJobHandler.BackfillKind, backfill.Sync.ToString()) is var job && backfill.State == ReplayState.Open && jobs.Contains(job))
                await engine.TriggerAsync(job, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Goes on with the reconciles that the last host's end cut off or left waiting.</summary>
    internal static async Task ResumeReconcilesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<IJobEngine>();
        var jobs = (await engine.ListAsync(cancellationToken)).Select(job => job.Id).ToHashSet();
        foreach (var connection in (await services.GetRequiredService<Reconciles>().OpenAsync(cancellationToken)).GroupBy(open => open.Sync.Connection))
            if (new JobId(HubJobHandler.AskedReconcileKind, connection.Key) is var job && jobs.Contains(job))
                await engine.TriggerAsync(job, connection.All(open => open.State == ReconcileState.Asked) ? TimeSpan.Zero : WhileItMayLive, cancellationToken);
    }

    /// <summary>Starts the syncs whose received records the last host's end left unread.</summary>
    internal static async Task ResumeReceivedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<IJobEngine>();
        var jobs = (await engine.ListAsync(cancellationToken)).Select(job => job.Id).ToHashSet();
        foreach (var sync in await services.GetRequiredService<ReceivedLog>().UnreadAsync(cancellationToken))
            if (new JobId(HubJobHandler.SyncKind, sync.ToString()) is var job && jobs.Contains(job))
                await engine.TriggerAsync(job, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Reports schedules that no engine would take.</summary>
    internal static void Check(IReadOnlyDictionary<string, ConnectionOptions> connections, SettingsBinder binder)
    {
        foreach (var (name, connection) in connections)
        {
            foreach (var (entity, sync) in connection.Syncs)
            {
                Check(sync.Schedule, $"Connections:{name}:Syncs:{entity}:Schedule", binder);
                Check(sync.Snapshot?.Schedule, $"Connections:{name}:Syncs:{entity}:Snapshot:Schedule", binder);
            }

            Check(connection.Reconcile?.Schedule, $"Connections:{name}:Reconcile:Schedule", binder);
            Check(connection.Deliver?.Schedule, $"Connections:{name}:Deliver:Schedule", binder);
        }
    }

    private static void Check(string? cron, string path, SettingsBinder binder)
    {
        if (cron is not null && !CronExpression.TryParse(cron, out _))
            binder.Refuse(path, $"'{cron}' is no cron expression; it has six fields, seconds first, such as '0 0/5 * * * ?' for every five minutes");
    }

    private static TimeZoneInfo ZoneOf(string zone) => TimeZoneInfo.FindSystemTimeZoneById(zone);
}
