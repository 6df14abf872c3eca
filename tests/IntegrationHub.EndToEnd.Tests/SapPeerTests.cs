using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>
/// The same data behind SAP's own mock server (@sap-ux/fe-mockserver-core): a whole sync, as far as that server can. Needs node and npm.
/// </summary>
[Trait("Category", "Peers")]
public sealed class SapPeerTests
{
    [Fact]
    public async Task SAPs_own_mock_server_is_read_whole()
    {
        var data = Directory.CreateTempSubdirectory("sap-peer").FullName;
        try
        {
            ZipFile.ExtractToDirectory(Path.Combine(Folder(), "data.zip"), data);
            await NeedModulesAsync();
            var port = FreePort();
            using var peer = Start("node", ["fe-server.mjs"], new() { ["SAP_PORT"] = $"{port}", ["SAP_DATA"] = data });
            try
            {
                await ReadyAsync(peer);
                await using var world = await SapTests.WorldAsync(new Uri($"http://127.0.0.1:{port}"));
                await world.RunAsync(0, "sync", "--all");
                (await SapFigures.OfHubAsync(world)).ShouldBe(SapFigures.OfTruth());
                (await world.CountAsync("hub.parked")).ShouldBe(0);
                (await world.CountAsync("hub.waiting")).ShouldBe(0);
            }
            finally
            {
                peer.Kill(entireProcessTree: true);
                await peer.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "peers", "sap"));

    private static async Task NeedModulesAsync()
    {
        if (Directory.Exists(Path.Combine(Folder(), "node_modules")))
            return;
        using var npm = Start("npm", ["ci", "--ignore-scripts"], []);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await npm.StandardOutput.ReadToEndAsync(patience.Token);
        await npm.WaitForExitAsync(patience.Token);
        npm.ExitCode.ShouldBe(0, "npm ci");
    }

    private static async Task ReadyAsync(Process peer)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await peer.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("ready", StringComparison.Ordinal))
                return;
        throw new InvalidOperationException("SAP's mock server ended while it was starting.");
    }

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
