using IntegrationHub.Core.Store;
using Npgsql;

namespace IntegrationHub.Bench.Baselines;

internal static class Copy
{
    /// <summary>Sends encoded rows into a table, all its columns in their order.</summary>
    public static async Task CopyAsync(this NpgsqlConnection connection, string table, CopyBuffer rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)", cancellationToken);
        await copy.WriteAsync(rows.Written, cancellationToken);
    }
}
