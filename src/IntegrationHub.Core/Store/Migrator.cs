using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Brings a database to this version of the hub: every migration once, in order, each in a transaction of its own, recorded in
/// <c>hub.migration</c> with its checksum. Hosts that start together take turns by an advisory lock.
/// </summary>
public sealed class Migrator
{
    // An arbitrary number, ours among the advisory locks of the database: "hub migr".
    private const long LockKey = 0x687562_6d696772;
    private readonly NpgsqlDataSource _database;
    private readonly IReadOnlyList<Migration> _migrations;

    public Migrator(NpgsqlDataSource database)
        : this(database, Migration.In(typeof(Migrator).Assembly))
    {
    }

    internal Migrator(NpgsqlDataSource database, IReadOnlyList<Migration> migrations)
    {
        _database = database;
        _migrations = migrations;
    }

    /// <summary>Applies what is pending and returns it. Safe to call from several hosts at once.</summary>
    /// <exception cref="StoreSetupException">
    /// An applied migration has changed since, the database is of a newer hub, or a migration failed (those before it stay applied).
    /// </exception>
    public async Task<IReadOnlyList<Migration>> ApplyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await ExecuteAsync(connection, """
                create schema if not exists hub;
                create table if not exists hub.migration (
                  number     int primary key,
                  name       text not null,
                  checksum   text not null,
                  applied_at timestamptz not null default now()
                )
                """, cancellationToken);
            var pending = Pending(await AppliedAsync(connection, cancellationToken));
            foreach (var migration in pending)
                await ApplyAsync(connection, migration, cancellationToken);
            return pending;
        }
        finally
        {
            // A broken connection has dropped its lock already.
            if (connection.State == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>What <see cref="ApplyAsync(CancellationToken)"/> would apply; changes nothing.</summary>
    /// <exception cref="StoreSetupException">An applied migration has changed since, or the database is of a newer hub.</exception>
    public async Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var known = new NpgsqlCommand("select to_regclass('hub.migration') is not null", connection);
        return await known.ExecuteScalarAsync(cancellationToken) is true ? Pending(await AppliedAsync(connection, cancellationToken)) : _migrations;
    }

    private List<Migration> Pending(IReadOnlyDictionary<int, (string Name, string Checksum)> applied)
    {
        if (applied.Keys.DefaultIfEmpty().Max() is var newest && newest > _migrations.Count)
            throw new StoreSetupException($"The database is of a newer hub: it has migration {applied[newest].Name}, and this hub knows {_migrations.Count}. Update this host.");
        foreach (var migration in _migrations)
        {
            if (applied.TryGetValue(migration.Number, out var known) && known.Checksum != migration.Checksum)
                throw new StoreSetupException($"Migration {migration.Name} is not the one that was applied to this database ({known.Name}). An applied migration must not change: restore the file and put the change into a new one.");
        }
        return [.. _migrations.Where(migration => !applied.ContainsKey(migration.Number))];
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new StoreSetupException($"Migration {migration.Name} failed and was rolled back: {e.MessageText}", e);
        }
        await using var record = new NpgsqlCommand("insert into hub.migration (number, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<int, (string, string)>();
        await using var command = new NpgsqlCommand("select number, name, checksum from hub.migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: another host's migrations, or a large table's, take as long as they take.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
