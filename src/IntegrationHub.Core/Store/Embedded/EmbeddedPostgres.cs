using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>
/// A private PostgreSQL, run from the binaries on this machine for a hub without a connection string. It listens on a unix
/// socket in a folder only its user may enter, never on a TCP port, and is made on first use.
/// </summary>
/// <remarks>
/// It runs while any host uses the folder: whoever comes second joins the running server, the last to leave stops it.
/// A host that was killed leaves the server running, and the next start joins it.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly ServerLocks _locks;
    private readonly ILogger _log;
    private bool _left;

    private EmbeddedPostgres(PostgresServer server, ServerLocks locks, ILogger log)
    {
        _server = server;
        _locks = locks;
        _log = log;
    }

    /// <summary>For Npgsql; names an empty database of the hub's own the first time.</summary>
    public string ConnectionString => _server.ConnectionStringTo(PostgresServer.Database);

    /// <summary>The process id of the server, for those who watch or test it.</summary>
    public int ProcessId => _server.ProcessId ?? throw new InvalidOperationException("The embedded PostgreSQL has been stopped.");

    /// <summary>Starts the server of this folder, or joins it when it runs already.</summary>
    /// <param name="folder">Where the data live; made when missing. Relative paths are meant from the current directory.</param>
    /// <param name="log">One line per start and stop.</param>
    /// <param name="settings">PostgreSQL settings over the hub's own; a server that runs already keeps the ones it has.</param>
    /// <param name="cancellationToken">Gives up; a server started by this call is stopped again.</param>
    /// <exception cref="StoreSetupException">PostgreSQL is not installed, may not use the folder, or does not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        string folder, ILogger log, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new StoreSetupException("The embedded PostgreSQL needs Linux or macOS. Set Database:ConnectionString to a PostgreSQL of your own, or run the hub in WSL.");
        var user = ServerUser.OfThisProcess();
        folder = Path.GetFullPath(folder);
        var locks = ServerLocks.In(folder);
        using var gate = await locks.EnterAsync(cancellationToken);
        var place = await ServerFolder.PrepareAsync(folder, user, cancellationToken);
        var server = new PostgresServer(place, user, settings ?? new Dictionary<string, string>());
        var embedded = new EmbeddedPostgres(server, locks, log);
        locks.Join();
        try
        {
            await embedded.StartOrJoinAsync(cancellationToken);
            return embedded;
        }
        catch
        {
            await embedded.LeaveAsync();
            throw;
        }
    }

    /// <summary>Stops the server (fast shutdown: open connections are ended, nothing committed is lost) unless another host uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_left)
            return;
        using var gate = await _locks.EnterAsync(CancellationToken.None);
        await LeaveAsync();
    }

    private async Task StartOrJoinAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (await _server.AnswersAsync(cancellationToken))
        {
            Log.Joined(_log, _server.Folder.Root);
        }
        else
        {
            if (_locks.AreMineAlone())
                _server.RemoveStalePidFile();
            await _server.StartAsync(cancellationToken);
            Log.Started(_log, _server.Version, _server.Folder.Root, (long)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }
        await _server.EnsureDatabaseAsync(cancellationToken);
    }

    /// <summary>Only behind the gate: nobody may join between our look and our stop.</summary>
    private async Task LeaveAsync()
    {
        _left = true;
        var last = _locks.AreMineAlone();
        try
        {
            if (last)
            {
                await _server.StopAsync();
                Log.Stopped(_log, _server.Folder.Root);
            }
        }
        finally
        {
            _locks.Leave();
        }
    }
}
