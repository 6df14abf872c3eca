using System.ComponentModel;
using System.Diagnostics;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>A program with its arguments, run to its end.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What the program wrote.</summary>
    /// <exception cref="StoreSetupException">It failed; the message ends with what it wrote.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await FinishAsync(cancellationToken);
        return exitCode == 0 ? output : throw new StoreSetupException($"{Path.GetFileName(Program)} failed with exit code {exitCode}: {output}");
    }

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken) => (await FinishAsync(cancellationToken)).ExitCode;

    private async Task<(int ExitCode, string Output)> FinishAsync(CancellationToken cancellationToken)
    {
        // "/": the user PostgreSQL runs as may not be able to enter the host's working directory.
        var start = new ProcessStartInfo(Program, Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        using var process = Start(start);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, string.Join('\n', [await output, await errors]).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StoreSetupException($"'{start.FileName}' cannot be run: {e.Message}. The embedded PostgreSQL needs it; install it (setpriv is part of util-linux), or start the hub as an ordinary user.", e);
        }
    }
}
