namespace IntegrationHub.Host.Hosting;

/// <summary>The verb, not the web host, hears Ctrl-C and SIGTERM: it also has a database and a child process to stop, in order.</summary>
internal sealed class VerbLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
