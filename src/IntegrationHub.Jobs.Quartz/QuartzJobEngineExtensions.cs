using IntegrationHub.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace IntegrationHub.Jobs.Quartz;

/// <summary>Puts the Quartz engine into a host.</summary>
public static class QuartzJobEngineExtensions
{
    internal const string Scheduler = "hub";

    /// <summary>
    /// Adds <see cref="IJobEngine"/>, and a hosted service that runs due jobs from when the host has started until it stops; it then
    /// cancels what is running and waits for it. The host brings an <see cref="IJobHandler"/>.
    /// </summary>
    /// <remarks>
    /// Quartz makes its own tables in the schema <c>quartz</c>, which a migration of the hub has made.
    /// A job whose run was cut off, by a stopping host or a crash, runs again on another host or when this one is back; a run that
    /// failed does not. Occurrences missed while no host was up are made up by one run.
    /// </remarks>
    public static IServiceCollection AddQuartzJobEngine(this IServiceCollection services, string connectionString, Action<QuartzJobEngineOptions>? configure = null)
    {
        var options = new QuartzJobEngineOptions();
        configure?.Invoke(options);
        // Every worker and Quartz's own loops may hold a connection each.
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "hub jobs", MaxPoolSize = options.Workers + 10 };

        services.AddQuartz(Scheduler, quartz => quartz
            .UseDefaultThreadPool(options.Workers)
            .ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always)
            .UsePersistentStore(store => store
                .UsePostgres(connection.ConnectionString)
                .ConfigureStore(tables =>
                {
                    tables.TablePrefix = "quartz.qrtz_";
                    tables.MisfireThreshold = Triggers.Missed;
                    tables.RecoverFiringsCancelledByShutdown = true;
                })
                .UseClustering(cluster =>
                {
                    cluster.CheckinInterval = options.CheckinInterval;
                    cluster.CheckinMisfireThreshold = options.TakeOverAfter;
                })
                .ProvisionSchema()));
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddSingleton<IJobEngine>(provider => new QuartzJobEngine(provider.GetRequiredKeyedService<IScheduler>(Scheduler)));
        return services;
    }
}
