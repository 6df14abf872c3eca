using Npgsql;

namespace IntegrationHub.Testing;

/// <summary>A database of one test's own. Disposing drops it, ending connections still open.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> _drop;

    internal TestDatabase(string connectionString, Func<Task> drop)
    {
        // Small pools: many test classes share one server.
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true, MaxPoolSize = 20, IncludeErrorDetail = true }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
        _drop = drop;
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _drop();
    }
}
