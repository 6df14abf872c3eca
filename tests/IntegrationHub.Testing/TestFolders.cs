using System.Diagnostics;
using System.Globalization;

namespace IntegrationHub.Testing;

/// <summary>Folders under the temp folder that go when this process goes, together with a PostgreSQL that runs in them.</summary>
public static class TestFolders
{
    private const string Prefix = "hub-tests-";

    /// <summary>
    /// Stops the server inside and removes the folder once the process has gone. A process of its own, because a test host that is
    /// aborted, or has outstayed its runner's patience, does not come to tidy up after itself.
    /// </summary>
    private const string Reaper = """
        ( trap '' INT HUP TERM
          while kill -0 "$1" 2>/dev/null; do sleep 1; done
          find "$2" -name postmaster.pid -exec head -n 1 {} \; | while read -r pid; do kill -QUIT "$pid"; done
          i=0; until rm -rf "$2" || [ $i -ge 20 ]; do i=$((i+1)); sleep 0.1; done
        ) </dev/null >/dev/null 2>&1 &
        """;

    /// <summary>A new, empty folder.</summary>
    public static string Create(string purpose)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{purpose}-{Guid.NewGuid().ToString("N")[..6]}");
        Directory.CreateDirectory(folder);
        using var shell = Process.Start("/bin/sh", ["-c", Reaper, "reaper", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), folder]);
        shell.WaitForExit();
        return folder;
    }

    /// <summary>What is left when the reaper died too: a machine that was switched off in the middle of a run.</summary>
    internal static void RemoveThoseOfDeadProcesses()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out var processId) && !IsAlive(processId) && Directory.GetCreationTimeUtc(folder) < DateTime.UtcNow.AddHours(-1))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
