using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace SapStandIn.Tests;

/// <summary>SAP's own mock server (@sap-ux/fe-mockserver-core) over the same metadata and the same data, as a process of its own. Needs node and npm.</summary>
internal sealed class FioriPeer : IAsyncDisposable
{
    private readonly Process _process;

    private FioriPeer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary><c>tests/peers/sap</c> of the checkout.</summary>
    public static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));

    public static async Task<FioriPeer> StartAsync(string data)
    {
        if (!Directory.Exists(Path.Combine(Folder(), "node_modules")))
            await RunAsync("npm", "ci", "--ignore-scripts");
        var port = FreePort();
        var start = new ProcessStartInfo("node", ["fe-server.mjs"]) { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["SAP_PORT"], start.Environment["SAP_DATA"]) = ($"{port}", data);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("ready", StringComparison.Ordinal))
                return new FioriPeer(process, new Uri($"http://127.0.0.1:{port}"));
        throw new InvalidOperationException("SAP's mock server ended while it was starting.");
    }

    /// <summary>Runs a command in the peer's folder and gives what it said.</summary>
    public static Task<string> RunAsync(string command, params string[] arguments) => RunAsync([], command, arguments);

    public static async Task<string> RunAsync(Dictionary<string, string> environment, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, $"{command} {string.Join(' ', arguments)}\n{await said}{await complained}");
        return await said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
