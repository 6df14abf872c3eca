using System.Net.Sockets;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Store.Embedded;
using IntegrationHub.Host.Settings;
using Npgsql;

namespace IntegrationHub.Host.Hosting;

/// <summary>The hub's database: the one of the settings, or a private one that stops with the last host of its folder.</summary>
internal sealed class HubStorage : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private HubStorage(string connectionString, EmbeddedPostgres? embedded) =>
        (ConnectionString, Source, _embedded) = (connectionString, HubDatabase.Open(connectionString), embedded);

    /// <summary>For the job engine, which keeps connections of its own. Holds a password.</summary>
    internal string ConnectionString { get; }

    internal NpgsqlDataSource Source { get; }

    /// <exception cref="StoreSetupException">It cannot be reached, or cannot be started; the message names host, port and database, never the password.</exception>
    internal static async Task<HubStorage> OpenAsync(string folder, DatabaseOptions options, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            var embedded = await EmbeddedPostgres.StartAsync(
                Path.Combine(folder, options.DataFolder, "postgres"), logs.CreateLogger<EmbeddedPostgres>(), settings: null, cancellationToken);
            return new HubStorage(embedded.ConnectionString, embedded);
        }

        var storage = new HubStorage(Parse(options.ConnectionString).ConnectionString, embedded: null);
        try
        {
            await using var connection = await storage.Source.OpenConnectionAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major < 15)
                throw new StoreSetupException($"The PostgreSQL at {Describe(options.ConnectionString)} is version {connection.PostgreSqlVersion}; the hub needs 15 or later.");
            return storage;
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or SocketException or StoreSetupException)
        {
            await storage.DisposeAsync();
            if (unreachable is StoreSetupException)
                throw;
            var why = unreachable is PostgresException refused ? refused.MessageText : (unreachable.InnerException ?? unreachable).Message;
            throw new StoreSetupException(
                $"PostgreSQL at {Describe(options.ConnectionString)} cannot be used: {why.TrimEnd('.')}. Start it, or correct Database:ConnectionString; " +
                "without a connection string the hub runs a PostgreSQL of its own.", unreachable);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_embedded is not null)
            await _embedded.DisposeAsync();
    }

    private static string Describe(string connectionString)
    {
        var parts = Parse(connectionString);
        return $"host {parts.Host ?? "localhost"}, port {parts.Port}, database {parts.Database ?? parts.Username ?? "(none)"}";
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException)
        {
            // the message of the parser may quote the text, password and all
            throw new StoreSetupException("Database:ConnectionString is no Npgsql connection string; write it as Host=…;Port=5432;Database=…;Username=…;Password=….");
        }
    }
}
