using IntegrationHub.Bench.Measure;
using IntegrationHub.Core.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Bench;

/// <summary>The one PostgreSQL of both sides: the hub's embedded one with its own settings, in a temporary folder, or one that is given.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    /// <summary>Autovacuum would strike at random, and would analyze what is to be measured never analysed.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["autovacuum"] = "off" };

    private readonly EmbeddedPostgres? embedded;
    private readonly DirectoryInfo? folder;

    private BenchPostgres(string connectionString, EmbeddedPostgres? embedded, DirectoryInfo? folder)
    {
        ConnectionString = connectionString;
        this.embedded = embedded;
        this.folder = folder;
    }

    public string ConnectionString { get; }

    public static async Task<BenchPostgres> StartAsync(string? given, CancellationToken cancellationToken)
    {
        if (given is not null)
            return new BenchPostgres(given, null, null);
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        var embedded = await EmbeddedPostgres.StartAsync(folder.FullName, NullLogger.Instance, Settings, cancellationToken);
        return new BenchPostgres(embedded.ConnectionString, embedded, folder);
    }

    /// <summary>Version, and the settings that matter here and are not PostgreSQL's own.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        return await database.ScalarAsync<string>("""
            select current_setting('server_version') || ', ' || string_agg(name || ' = ' || current_setting(name), ', ' order by name)
            from pg_settings where name in ('shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'wal_compression', 'fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'autovacuum')
            """, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (embedded is null)
            return;
        await embedded.DisposeAsync();
        folder!.Delete(recursive: true);
    }
}
