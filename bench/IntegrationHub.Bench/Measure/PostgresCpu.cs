using System.Globalization;
using Npgsql;

namespace IntegrationHub.Bench.Measure;

/// <summary>
/// CPU seconds the whole PostgreSQL server has used, from Linux's <c>/proc</c>: the postmaster, what it has collected from
/// children that have ended (backends, parallel workers), and its children that live (backends, WAL writer, checkpointer).
/// </summary>
/// <remarks>Resolution 10 ms per living process. The server must be on this machine and in this process namespace.</remarks>
internal sealed class PostgresCpu(int postmaster)
{
    private const double TicksPerSecond = 100;   // USER_HZ, the same on every Linux

    /// <summary>Finds the postmaster: the parent of the backend that serves a connection.</summary>
    public static async Task<PostgresCpu> FindAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select pg_backend_pid()");
        var backend = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        return new PostgresCpu(Stat(backend)?.Parent ?? throw new InvalidOperationException($"PostgreSQL's process {backend} is not in /proc: its CPU time cannot be read."));
    }

    public double Seconds()
    {
        var server = Stat(postmaster) ?? throw new InvalidOperationException("PostgreSQL has ended.");
        var living = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? Stat(process) : null)
            .Where(process => process?.Parent == postmaster)
            .Sum(process => process!.Value.Own);
        return (server.Own + server.Collected + living) / TicksPerSecond;
    }

    /// <summary>Null when the process has ended meanwhile.</summary>
    private static ProcessTimes? Stat(int process)
    {
        string line;
        try
        {
            line = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return null;   // gone between listing and reading: from now on in its parent's collected time
        }
        // after the name in brackets: state, parent (1), …, utime (11), stime, cutime, cstime
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessTimes(int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(11) + Ticks(12), Ticks(13) + Ticks(14));

        long Ticks(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
    }

    private readonly record struct ProcessTimes(int Parent, long Own, long Collected);
}
