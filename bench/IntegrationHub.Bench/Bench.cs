using System.Diagnostics;

namespace IntegrationHub.Bench;

/// <summary>Starts this program again with other arguments: every server and every measured scenario has a process of its own.</summary>
internal static class Bench
{
    /// <summary>Standard input and output are piped; messages go to this process's standard error.</summary>
    public static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Bench).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
