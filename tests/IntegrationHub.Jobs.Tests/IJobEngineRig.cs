using IntegrationHub.Core.Jobs;

namespace IntegrationHub.Jobs.Tests;

/// <summary>How the contract gets at an engine: hosts that share one store.</summary>
public interface IJobEngineRig : IAsyncLifetime
{
    /// <summary>Starts a host of the cluster; its engine runs due jobs from when this returns.</summary>
    Task<JobHost> StartHostAsync(IJobHandler handler);

    /// <summary>Makes the store look, while no host is up, as if none had been for so long.</summary>
    Task MoveNextOccurrencesBackAsync(TimeSpan time);
}

/// <summary>A running host. Disposing stops it gracefully; a second time does nothing.</summary>
public sealed class JobHost(IJobEngine engine, Func<Task> stop) : IAsyncDisposable
{
    private bool _stopped;

    public IJobEngine Engine { get; } = engine;

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await stop();
    }
}
