using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Settings;
using Quartz;

namespace IntegrationHub.Host.Hosting;

/// <summary>The jobs that the settings ask for.</summary>
internal static class HubJobs
{
    /// <summary>One per sync, one more per sync that looks for deletes, and one per target.</summary>
    internal static IReadOnlyList<HubJob> Of(IReadOnlyDictionary<string, ConnectionOptions> connections) =>
    [
        .. from connection in connections
           from sync in connection.Value.Syncs
           select new HubJob(new JobId(HubJobHandler.SyncKind, $"{connection.Key}/{sync.Key}"), sync.Value.Schedule, ZoneOf(sync.Value.TimeZone)),
        .. from connection in connections
           from sync in connection.Value.Syncs
           where sync.Value.Snapshot is not null
           select new HubJob(new JobId(HubJobHandler.KeysKind, $"{connection.Key}/{sync.Key}"), sync.Value.Snapshot!.Schedule, ZoneOf(sync.Value.TimeZone)),
        .. from connection in connections
           where connection.Value.Deliver is not null
           select new HubJob(new JobId(HubJobHandler.DeliverKind, connection.Key), connection.Value.Deliver!.Schedule, ZoneOf(connection.Value.Deliver.TimeZone)),
    ];

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
