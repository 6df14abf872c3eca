using Npgsql;

namespace IntegrationHub.Core.Store;

internal static class Commands
{
    /// <summary>A command with positional parameters ($1, $2 …); null becomes NULL.</summary>
    internal static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>The same on a connection of its own, outside any transaction.</summary>
    internal static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>One more statement for a batch, with the same parameters as a command.</summary>
    internal static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        batch.BatchCommands.Add(command);
        return command;
    }
}
