using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.Testing;

/// <summary>
/// Stoplight's Prism between the connector and the scripted server, as a process of its own: it holds each request and each answer against a vendor's description of the API, and answers 4xx or
/// 5xx itself when one does not fit. Needs node and npm; installs itself on first use. A connector's tests compile this file in.
/// </summary>
internal sealed class Prism : IAsyncDisposable
{
    private static readonly SemaphoreSlim Installing = new(1, 1);
    private readonly Process _process;

    private Prism(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Prism> StartAsync(string description, Uri upstream)
    {
        await InstallAsync();
        var port = FreePort();
        var start = new ProcessStartInfo("node", ["node_modules/@stoplight/prism-cli/dist/index.js", "proxy", description, upstream.AbsoluteUri, "--errors", "-h", "127.0.0.1", "-p", $"{port}"])
        {
            WorkingDirectory = Folder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.Contains("listening", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);   // or its log would fill the pipe and stop it
                return new Prism(process, new Uri($"http://127.0.0.1:{port}"));
            }

        throw new InvalidOperationException("Prism ended while it was starting.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task InstallAsync()
    {
        await Installing.WaitAsync();
        try
        {
            if (File.Exists(Path.Combine(Folder(), "node_modules", "@stoplight", "prism-cli", "dist", "index.js")))
                return;
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (said, complained) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
            await npm.WaitForExitAsync(patience.Token);
            npm.ExitCode.ShouldBe(0, $"npm ci in tests/peers/crm-contracts\n{await said}{await complained}");
        }
        finally
        {
            Installing.Release();
        }
    }

    private static string Folder() => Above(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Above(DirectoryInfo? folder) => folder is null ? throw new InvalidOperationException("The tests must run from within the repository.")
        : File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")) ? Path.Combine(folder.FullName, "tests", "peers", "crm-contracts")
        : Above(folder.Parent);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
