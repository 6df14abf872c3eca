using System.Diagnostics;
using System.Globalization;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>What a server wrote into <c>postmaster.pid</c>: its process, and the folder of its socket once it has one.</summary>
internal sealed record PidFile(int ProcessId, string? Socket)
{
    public static string In(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>Null: there is none, so no server runs on these data.</summary>
    public static PidFile? Read(string data)
    {
        try
        {
            var lines = File.ReadAllLines(In(data));
            return lines.Length == 0 ? null : new PidFile(
                int.Parse(lines[0], CultureInfo.InvariantCulture), lines.Length > 4 && lines[4].Length > 0 ? lines[4].Split(',')[0] : null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The process is a PostgreSQL on these data, and not another one that got its number.</summary>
    public bool IsServerOf(string data)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            // A server's working directory is its data folder.
            return OperatingSystem.IsLinux()
                ? new FileInfo($"/proc/{ProcessId}/cwd").LinkTarget == (new DirectoryInfo(data).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? data)
                : process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
