using IntegrationHub.Core.Jobs;

namespace IntegrationHub.Jobs.Tests;

/// <summary>Hosts of one cluster, and what the tests of an engine do with them.</summary>
public abstract class JobEngineTest(IJobEngineRig rig) : IAsyncLifetime
{
    private protected const string EverySecond = "* * * * * ?";
    private protected const string AtThree = "0 0 3 * * ?";
    private protected static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private protected static readonly JobId Orders = new("sync", "northwind/Orders");
    private protected static readonly JobId Delivery = new("deliver", "demo-crm");
    private protected static readonly JobId Marker = new("sync", "marker/Marker");
    private readonly List<JobHost> _hosts = [];

    private protected IJobEngineRig Rig { get; } = rig;

    /// <summary>Holds the runs of <see cref="Orders"/>.</summary>
    private protected HeldHandler Handler { get; } = new() { Holds = new HashSet<JobId> { Orders } };

    public Task InitializeAsync() => Rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        await Rig.DisposeAsync();
    }

    private protected async Task<IJobEngine> StartAsync()
    {
        var host = await Rig.StartHostAsync(Handler);
        lock (_hosts)
            _hosts.Add(host);
        return host.Engine;
    }

    private protected async Task StopAllAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    /// <summary>Whatever was due by now has begun when a job triggered after it has.</summary>
    private protected async Task LetPassAsync(IJobEngine engine, TimeSpan delay = default)
    {
        await engine.TriggerAsync(Marker, delay, CancellationToken.None);
        await Handler.NextRunAsync(Marker);
    }

    private protected static HubJob Job(JobId id, string? cron = null, TimeZoneInfo? timeZone = null) => new(id, cron, timeZone ?? TimeZoneInfo.Utc);

    private protected static async Task<JobInfo> InfoAsync(IJobEngine engine, JobId id) => (await engine.ListAsync(CancellationToken.None)).Single(job => job.Id == id);
}
