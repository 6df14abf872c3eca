using System.Diagnostics;

namespace IntegrationHub.Host.Tests.Support;

/// <summary>What a run of the built <c>hub</c> gave.</summary>
internal sealed record HubAnswer(int ExitCode, string Output, string Errors);

/// <summary>The built <c>hub</c>, run as a process in a folder.</summary>
internal static class HubProcess
{
    internal static async Task<HubAnswer> RunAsync(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new HubAnswer(process.ExitCode, await output, await errors);
    }

    internal static Process Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hub.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
