using Npgsql;

namespace IntegrationHub.Bench.Measure;

/// <summary>What PostgreSQL counts about one database.</summary>
internal static class Database
{
    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Position in the server's WAL, in bytes.</summary>
    public static Task<long> WalAsync(this NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.ScalarAsync<long>("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint", cancellationToken);

    /// <summary>Rows inserted, updated and deleted so far, and rows dead now, in the named tables. Read on a fresh connection,
    /// after the backends that wrote have told the statistics.</summary>
    public static async Task<(long Written, long Dead)> RowsAsync(this NpgsqlDataSource database, string[] tables, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint, coalesce(sum(n_dead_tup), 0)::bigint
            from pg_stat_user_tables where schemaname || '.' || relname = any ($1)
            """);
        command.Parameters.AddWithValue(tables);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Makes an empty database, in place of one of that name, and says how to reach it.</summary>
    public static async Task<string> CreateAsync(string server, string name, CancellationToken cancellationToken)
    {
        await DropAsync(server, name, cancellationToken);
        await using var admin = NpgsqlDataSource.Create(server);
        await admin.ExecuteAsync($"create database {name}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public static async Task DropAsync(string server, string name, CancellationToken cancellationToken)
    {
        await using var admin = NpgsqlDataSource.Create(server);
        await admin.ExecuteAsync($"drop database if exists {name} with (force)", cancellationToken);
    }
}
