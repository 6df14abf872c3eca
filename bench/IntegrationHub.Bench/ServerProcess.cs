using System.Diagnostics;

namespace IntegrationHub.Bench;

/// <summary>A server of the bench in a process of its own: the parent's side, and the one line they agree on.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Ready = "ready ";
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var process = Bench.Start(arguments);
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line is null || !line.StartsWith(Ready, StringComparison.Ordinal))
            throw new InvalidOperationException($"A server of the bench did not start; it said '{line}'. See its messages above.");
        return new ServerProcess(process, new Uri(line[Ready.Length..]));
    }

    /// <summary>The server's side: says where it listens, then waits until the parent lets go of it or dies.</summary>
    public static async Task ServeAsync(Uri address, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"{Ready}{address.AbsoluteUri}".AsMemory(), cancellationToken);
        await Console.In.ReadToEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
