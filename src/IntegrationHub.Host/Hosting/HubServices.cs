using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Replay;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Hosting;

/// <summary>What the hub is made of, for the host and for a single verb.</summary>
internal static class HubServices
{
    /// <param name="services">Where to.</param>
    /// <param name="session">With its database open and migrated; it outlives the services.</param>
    internal static IServiceCollection AddHub(this IServiceCollection services, HubSession session)
    {
        services.AddSingleton(session.Logs);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(session.Time);
        services.AddSingleton(session.Settings);
        services.AddSingleton(session.Database);
        services.AddSingleton(session.Catalog);
        services.AddSingleton(session.Installed);
        services.AddSingleton(session.Mappings);
        services.AddSingleton(session.MappingsOnDisk);
        services.AddSingleton(new ConverterSet(session.Installed.Converters));

        services.AddSingleton<ReceivedLog>();

        services.AddSingleton<HubStore>();
        services.AddSingleton<RunLedger>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<ParkedRecords>();
        services.AddSingleton<Bindings>();
        services.AddSingleton<HeldDeletes>();
        services.AddSingleton<DeletedRecords>();
        services.AddSingleton<KeptRecords>();
        services.AddSingleton<UsedMappings>();
        services.AddSingleton<PastMappings>();
        services.AddSingleton<MappingComparison>();
        services.AddSingleton<Replays>();
        services.AddSingleton<SyncPipeline>();
        services.AddSingleton<Deliverer>();
        services.AddSingleton<HubWork>();
        services.AddSingleton<TargetSetup>();
        services.AddSingleton<DueMarks>();
        services.AddSingleton<AcknowledgedRecords>();
        services.AddSingleton<DriftWork>();
        services.AddSingleton<TargetPlans>();
        services.AddSingleton<PlanWork>();
        services.AddSingleton(provider => provider.GetRequiredService<Outbox>().Held);
        services.AddSingleton(provider => provider.GetRequiredService<ParkedRecords>().Rejects);
        services.AddSingleton<Replayer>();
        services.AddSingleton<ReplayWork>();
        services.AddSingleton<Backfills>();
        services.AddSingleton<Backfiller>();
        services.AddSingleton<BackfillWork>();
        services.AddSingleton<TargetStands>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<Reconciles>();
        services.AddSingleton<ReconcileWork>();
        services.AddSingleton(provider => provider.GetRequiredService<HubStore>().Shapes);

        services.AddSingleton<RunQueries>();
        services.AddSingleton<ParkedQueries>();
        services.AddSingleton<RecordQueries>();
        services.AddSingleton<FigureQueries>();
        services.AddSingleton<FieldQueries>();
        services.AddSingleton<OverviewQueries>();
        services.AddSingleton<HeldQueries>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<CustomerSearch>();
        services.AddSingleton<CustomerLookup>();
        services.AddSingleton<Audit>();
        return services;
    }

    /// <summary>The services of one verb, without web and job engine.</summary>
    internal static ServiceProvider ForVerb(HubSession session) => new ServiceCollection().AddHub(session).BuildServiceProvider();
}
