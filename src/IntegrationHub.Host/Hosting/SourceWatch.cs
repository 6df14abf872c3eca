using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Hosting;

/// <summary>Runs syncs as soon as their source has something, for those that <c>Watch</c>. Every host watches; the engine makes one run of it.</summary>
internal static class SourceWatch
{
    // Several files of one export come together.
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    /// <summary>Watches until it is cancelled.</summary>
    internal static Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var catalog = services.GetRequiredService<ConnectorCatalog>();
        return Task.WhenAll(Watched(catalog).Select(sync => WatchAsync(sync, catalog, services, cancellationToken)));
    }

    /// <summary>Reports syncs that are to be watched and cannot be.</summary>
    internal static void Check(ConnectorCatalog catalog, SettingsBinder binder)
    {
        if (binder.Problems.Count > 0)
            return;
        foreach (var sync in Watched(catalog))
            if (catalog.OpenSource(sync.Connection) is not INewsSource)
                binder.Refuse($"Connections:{sync.Connection}:Syncs:{sync.Entity}:Watch", $"the connector '{catalog.Connections[sync.Connection].Connector}' cannot tell when there is something new; give the sync a Schedule instead");
    }

    private static IEnumerable<SyncKey> Watched(ConnectorCatalog catalog) =>
        from connection in catalog.Connections
        from sync in connection.Value.Syncs
        where sync.Value.Watch
        select new SyncKey(connection.Key, sync.Key);

    private static async Task WatchAsync(SyncKey sync, ConnectorCatalog catalog, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (engine, time, log) = (services.GetRequiredService<IJobEngine>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger("IntegrationHub.Host.Watch"));
        try
        {
            while (true)
            {
                try
                {
                    await using var source = catalog.OpenSource(sync.Connection);
                    while (true)
                    {
                        await ((INewsSource)source).WaitForNewsAsync(sync.Entity, cancellationToken);
                        await engine.TriggerAsync(new JobId(HubJobHandler.SyncKind, sync.ToString()), Debounce, cancellationToken);
                    }
                }
                catch (Exception trouble) when (trouble is ConnectorException or Npgsql.NpgsqlException or Quartz.SchedulerException)
                {
                    WatchLog.Troubled(log, sync.ToString(), trouble.Message);
                    await Task.Delay(AfterTrouble, time, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the host stops
        }
    }
}

internal static partial class WatchLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Sync} cannot be watched just now, and runs by its schedule only: {Why}")]
    internal static partial void Troubled(ILogger log, string sync, string why);
}
