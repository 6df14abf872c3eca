using System.Globalization;
using Npgsql;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>One server process and its folder: made, started, asked, stopped. Calls come one at a time, behind the gate.</summary>
internal sealed class PostgresServer(ServerFolder folder, ServerUser user, IReadOnlyDictionary<string, string> settings)
{
    public const string Database = "hub";
    // Not "hub": PostgreSQL looks for tables in the schema named like the user first, and a hub with a server of its own would behave otherwise.
    private const string Superuser = "postgres";
    private const long LogFileLimit = 10 * 1024 * 1024;

    /// <summary>Good for a small machine that does other things as well. Nothing here trades safety for speed.</summary>
    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["listen_addresses"] = "",
        ["shared_buffers"] = "256MB",
        ["max_wal_size"] = "2GB",
        ["checkpoint_timeout"] = "15min",
        ["wal_compression"] = "lz4",
        ["jit"] = "off",
        ["log_checkpoints"] = "off",
        ["log_timezone"] = "UTC",
        ["timezone"] = "UTC",
    };

    public ServerFolder Folder => folder;

    public Version Version { get; private set; } = new();

    public int? ProcessId => PidFile.Read(folder.Data)?.ProcessId;

    public string ConnectionStringTo(string database) => new NpgsqlConnectionStringBuilder
    {
        // A server that runs already says itself where it listens: the temp folder may be another one today.
        Host = PidFile.Read(folder.Data)?.Socket ?? folder.Socket,
        Username = Superuser,
        Database = database,
    }.ConnectionString;

    /// <summary>It runs and takes connections; waits while it is starting or recovering.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        while (PidFile.Read(folder.Data) is not null)
        {
            try
            {
                await using var connection = await ConnectAsync("postgres", cancellationToken);
                Version = connection.PostgreSqlVersion;
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                await Task.Delay(50, cancellationToken);
            }
            catch (NpgsqlException e) when (e is not PostgresException)
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>After a crash of the machine the number in the pid file can be another process by now, and PostgreSQL would not start.</summary>
    public void RemoveStalePidFile()
    {
        if (PidFile.Read(folder.Data) is { } pidFile && !pidFile.IsServerOf(folder.Data))
            File.Delete(PidFile.In(folder.Data));
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var binaries = await PostgresBinaries.FindAsync(DataMajor(), cancellationToken);
        Version = binaries.Version;
        if (DataMajor() is null)
            await CreateAsync(binaries, cancellationToken);
        if (new FileInfo(folder.LogFile) is { Exists: true, Length: > LogFileLimit } log)
            log.MoveTo(folder.LogFile + ".old", overwrite: true);

        var effective = new Dictionary<string, string>(s_settings) { ["unix_socket_directories"] = folder.Socket };
        foreach (var (name, value) in settings)
            effective[name] = value;
        var options = string.Join(' ', effective.Select(setting => "-c " + Quote($"{setting.Key}={setting.Value}")));
        // pg_ctl detaches the server into a session of its own, so that Ctrl-C in a terminal does not stop it under the host's feet.
        string[] start = ["start", "-D", folder.Data, "-l", folder.LogFile, "-w", "-t", "300", "-s", "-o", options];
        if (await user.Command(binaries.Program("pg_ctl"), start).ExitCodeAsync(cancellationToken) != 0)
            throw new StoreSetupException($"The embedded PostgreSQL did not start: {LastComplaint()} Its log is {folder.LogFile}.");
    }

    public async Task EnsureDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync("postgres", cancellationToken);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = Database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = new NpgsqlCommand($"create database {Database}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task StopAsync()
    {
        if (PidFile.Read(folder.Data) is not { } pidFile || !pidFile.IsServerOf(folder.Data))
            return;
        var binaries = await PostgresBinaries.FindAsync(DataMajor(), CancellationToken.None);
        await user.Command(binaries.Program("pg_ctl"), "stop", "-D", folder.Data, "-m", "fast", "-w", "-t", "120", "-s").RunAsync(CancellationToken.None);
        folder.RemoveSocketElsewhere();
    }

    private async Task CreateAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        // Made beside and renamed: a host killed meanwhile leaves nothing that looks like data.
        var unfinished = folder.Data + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        string[] locale = OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=en_US.UTF-8"] : ["--locale=C.UTF-8"];
        string[] sync = settings.GetValueOrDefault("fsync") == "off" ? ["--no-sync"] : [];
        await user.Command(binaries.Program("initdb"),
            ["-D", unfinished, "-U", Superuser, "-E", "UTF8", .. locale, "--auth-local=trust", "--auth-host=reject", "--no-instructions", .. sync]).RunAsync(cancellationToken);
        Directory.Move(unfinished, folder.Data);
    }

    private async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionStringTo(database)) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private int? DataMajor() => Path.Combine(folder.Data, "PG_VERSION") is var file && File.Exists(file)
        ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)
        : null;

    private string LastComplaint() => File.Exists(folder.LogFile)
        ? File.ReadLines(folder.LogFile).LastOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal)) ?? "it gave no reason."
        : "it wrote no log.";

    private static string Quote(string argument) => $"'{argument.Replace("'", "'\\''")}'";
}
