using System.Diagnostics;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>
/// Who uses the server, by file locks the kernel drops when a process dies: every host shares <c>hosts.lock</c>, and whoever
/// can have it alone is the last one. <c>gate.lock</c> lets one host at a time start, join or leave.
/// </summary>
internal sealed class ServerLocks
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly string _folder;
    private FileStream? _shared;

    private ServerLocks(string folder) => _folder = folder;

    public static ServerLocks In(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StoreSetupException($"The data folder {folder} cannot be made: {e.Message} Give a folder the hub's user may write.", e);
        }
        return new ServerLocks(folder);
    }

    /// <summary>Waits until no other host is starting, joining or leaving; disposing lets the next one in.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryOpen("gate.lock", FileShare.None) is { } gate)
                return gate;
            if (Stopwatch.GetElapsedTime(since) > s_patience)
                throw new StoreSetupException($"Another host has been starting or stopping the PostgreSQL in {_folder} for {s_patience.TotalMinutes:0} minutes. End that process and start again.");
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Counts this host as a user of the server, until it leaves or dies.</summary>
    public void Join() => _shared = TryOpen("hosts.lock", FileShare.Read)
        ?? throw new InvalidOperationException("hosts.lock is only taken alone behind the gate.");

    /// <summary>No other host uses the server. Only behind the gate.</summary>
    public bool AreMineAlone()
    {
        Leave();
        var exclusive = TryOpen("hosts.lock", FileShare.None);
        exclusive?.Dispose();
        Join();
        return exclusive is not null;
    }

    public void Leave()
    {
        _shared?.Dispose();
        _shared = null;
    }

    private FileStream? TryOpen(string name, FileShare share)
    {
        var path = Path.Combine(_folder, name);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreSetupException($"{path} belongs to another user. Start the hub as the user who started it first, or remove {_folder} (as that user) to start afresh.", e);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
