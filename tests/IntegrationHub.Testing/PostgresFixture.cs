using IntegrationHub.Core.Store;
using IntegrationHub.Core.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Testing;

/// <summary>
/// One private PostgreSQL per test process, started by the first test that asks, and gone with its files when the process is,
/// however it ends. Each test that wants one gets a fresh database with the hub's tables.
/// </summary>
public static class PostgresFixture
{
    private const string Template = "hub_template";
    private static readonly Lazy<Task<string>> s_server = new(StartAsync);
    private static readonly SemaphoreSlim s_template = new(1);
    private static int s_databases;

    /// <summary>A fresh database, migrated unless told otherwise.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(bool migrated = true)
    {
        var server = await s_server.Value;
        var name = $"test_{Interlocked.Increment(ref s_databases)}";
        // PostgreSQL copies a template only while nobody is connected to it.
        await s_template.WaitAsync();
        try
        {
            await ExecuteAsync(server, $"create database {name} template {(migrated ? Template : "template0")}");
        }
        finally
        {
            s_template.Release();
        }
        return new TestDatabase(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString, () => ExecuteAsync(server, $"drop database if exists {name} with (force)"));
    }

    private static async Task<string> StartAsync()
    {
        TestFolders.RemoveThoseOfDeadProcesses();
        var folder = TestFolders.Create("postgres");
        var settings = new Dictionary<string, string>
        {
            ["fsync"] = "off",
            ["full_page_writes"] = "off",
            ["synchronous_commit"] = "off",
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
        };
        var server = await EmbeddedPostgres.StartAsync(folder, NullLogger.Instance, settings, CancellationToken.None);
        var administrator = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString;
        await ExecuteAsync(administrator, $"create database {Template}");
        await using (var template = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(administrator) { Database = Template }))
            await new Migrator(template).ApplyAsync(CancellationToken.None);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
