using System.Diagnostics;
using System.Reflection;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Host.Hosting;

/// <summary>
/// The other end of the sample: the demo CRM as a process of its own, with the address and token that the connection <c>demo-crm</c>
/// is set to. Stopped with the hub; one that a killed hub left behind is stopped before a new one starts.
/// </summary>
internal sealed class SampleWorld : IAsyncDisposable
{
    internal const string Connection = "demo-crm";
    internal const string Source = "northwind";
    private const string PidFile = "hub-child.pid";

    private readonly Process _crm;
    private readonly string _folder;

    private SampleWorld(Process crm, string folder, Uri address) => (_crm, _folder, Address) = (crm, folder, address);

    internal Uri Address { get; }

    /// <exception cref="SettingsException">The settings have no sample, or its port is taken.</exception>
    internal static async Task<SampleWorld> StartAsync(HubSession session, CancellationToken cancellationToken)
    {
        var (address, token) = Read(session.Settings.Configuration);
        var folder = Path.GetFullPath(Path.Combine(session.Settings.Database.DataFolder, "demo-crm"));
        Directory.CreateDirectory(folder);
        StopLeftover(folder);
        var start = new ProcessStartInfo("dotnet", [FindBinary(session.Settings.Folder)]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DEMO_CRM_TOKEN"] = token;
        start.Environment["DEMO_CRM_PORT"] = $"{address.Port}";
        start.Environment["DEMO_CRM_DATA"] = folder;
        var crm = Process.Start(start) ?? throw Refused("the demo CRM did not start");
        await File.WriteAllTextAsync(Path.Combine(folder, PidFile), $"{crm.Id} {StartedAt(crm)}", cancellationToken);
        var sample = new SampleWorld(crm, folder, address);
        try
        {
            await sample.WaitUntilUpAsync(cancellationToken);
            return sample;
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_crm);
        File.Delete(Path.Combine(_folder, PidFile));
        _crm.Dispose();
    }

    private async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        // its first line says that it listens; standard output is read on, so that it never fills up
        if (await _crm.StandardOutput.ReadLineAsync(cancellationToken) is not null)
        {
            _crm.OutputDataReceived += (_, _) => { };
            _crm.ErrorDataReceived += (_, _) => { };
            _crm.BeginErrorReadLine();
            return;
        }
        throw Refused($"the demo CRM did not start: {(await _crm.StandardError.ReadToEndAsync(cancellationToken)).Trim()}");
    }

    private static async Task StopAsync(Process process)
    {
        if (process.HasExited)
            return;
        using var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    /// <summary>Process ids come again: only one that also started at the noted moment is ours.</summary>
    private static void StopLeftover(string folder)
    {
        var note = Path.Combine(folder, PidFile);
        if (!File.Exists(note) || File.ReadAllText(note).Split(' ') is not [var id, var startedAt] || !int.TryParse(id, out var pid))
            return;
        try
        {
            using var process = Process.GetProcessById(pid);
            if (StartedAt(process) == startedAt)
            {
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
        }
        catch (ArgumentException)
        {
            // gone already
        }
    }

    private static string StartedAt(Process process) => process.StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture);

    private static (Uri Address, string Token) Read(IConfiguration settings)
    {
        var options = settings.GetSection($"Connections:{Connection}:Options");
        return Uri.TryCreate(options["BaseUrl"], UriKind.Absolute, out var address) && options["Auth:Secret"] is { Length: > 0 } token && address.IsLoopback
            ? (address, token)
            : throw Refused("--sample needs the connections northwind and demo-crm as they are shipped: demo-crm with a BaseUrl on 127.0.0.1 and an Auth:Secret");
    }

    /// <summary>Built like the hub itself: Debug beside Debug, Release beside Release.</summary>
    private static string FindBinary(string folder)
    {
        var configuration = typeof(SampleWorld).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";
        var binary = Path.Combine(folder, "samples", "DemoCrm", "bin", configuration, "net10.0", "demo-crm.dll");
        return File.Exists(binary) ? binary : throw Refused($"the demo CRM is not built: {binary} is missing. Run: dotnet build -c {configuration} samples/DemoCrm");
    }

    private static SettingsException Refused(string what) => new([new SettingsProblem($"{Settings.HubSettings.File} Connections:{Connection}", what)]);
}
