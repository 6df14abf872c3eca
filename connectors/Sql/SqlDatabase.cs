using System.Data.Common;
using System.Reflection;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Connectors.Sql;

/// <summary>Opens sessions that can only read. One per source; disposed with it.</summary>
internal sealed class SqlDatabase(SqlOptions options) : IAsyncDisposable
{
    private readonly DbDataSource _database = options.Driver is null ? Postgres(options) : Other(options, options.Driver);

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var statement in options.Driver is null ? [] : options.OnConnect)
            {
                await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // it is the operator's own SQL
                command.CommandText = statement;
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Read only and the time limit go with the session's start: the server keeps them, whatever a query may say.</summary>
    private static NpgsqlDataSource Postgres(SqlOptions options)
    {
        try
        {
            var text = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Password = options.Password?.Reveal(), MaxPoolSize = 4 };
            text.Options = $"{text.Options} -c default_transaction_read_only=on -c statement_timeout={options.StatementTimeoutSeconds}s -c search_path={text.SearchPath ?? "\"$user\",public"}".Trim();
            text.SearchPath = null;
            text.CommandTimeout = options.StatementTimeoutSeconds + 15;
            text.ApplicationName ??= "IntegrationHub";
            return NpgsqlDataSource.Create(text);
        }
        catch (ArgumentException wrong)
        {
            throw new SetupException($"ConnectionString is not what PostgreSQL's driver takes: {wrong.Message}", wrong);
        }
    }

    private static DbDataSource Other(SqlOptions options, string driver)
    {
        var factory = Type.GetType(driver)?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory
            ?? throw new SetupException($"Driver '{driver}' is not there, or is no DbProviderFactory. Name it with its assembly, and put the assembly beside the hub.");
        var text = new DbConnectionStringBuilder { ConnectionString = options.ConnectionString };
        if (options.Password is { } password)
            text["Password"] = password.Reveal();
        return factory.CreateDataSource(text.ConnectionString);
    }
}
