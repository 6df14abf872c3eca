using System.Diagnostics;

namespace DemoCrm.Tests;

/// <summary>The demo CRM as a process of its own, to be killed.</summary>
internal sealed class CrmProcess : IDisposable
{
    private readonly Process _process;

    private CrmProcess(Process process) => _process = process;

    /// <summary>Starts it and waits until it says where it listens.</summary>
    public static async Task<(CrmProcess Process, Uri Address)> StartAsync(string folder)
    {
        var process = new CrmProcess(Run("--port", "0", "--data", folder));
        var said = await process._process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process._process.StandardError.ReadToEndAsync());
        return (process, new Uri(said.Split(' ')[2]));
    }

    /// <summary>Runs it to its end; answers its exit code and what it said on the error stream.</summary>
    public static async Task<(int Code, string Error)> RunToEndAsync(params string[] arguments)
    {
        using var process = new CrmProcess(Run(arguments));
        var error = await process._process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process._process.WaitForExitAsync();
        return (process._process.ExitCode, error);
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <remarks>Without any argument also without a token.</remarks>
    private static Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "demo-crm.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEMO_CRM_TOKEN"] = arguments is [] ? "" : CrmClient.Token;
        return Process.Start(start)!;
    }
}
