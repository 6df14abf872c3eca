using Dapper;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads what is known of the shape of sources' records. Safe from several threads.</summary>
internal sealed class FieldQueries(NpgsqlDataSource database)
{
    private const string Columns = """
        sync as Sync, path as Path, kinds as KindBits, kinds_before as KindBitsBefore, first_at as FirstAt, last_at as LastAt, change as Change,
        changed_run as ChangedRun, changed_at as ChangedAt, acknowledged_at as AcknowledgedAt, acknowledged_by as AcknowledgedBy
        """;

    /// <summary>Every field of one sync, in order of path.</summary>
    internal Task<IReadOnlyList<FieldRow>> OfSyncAsync(string sync, CancellationToken cancellationToken) =>
        ReadAsync("where sync = @sync and path <> '' order by path collate \"C\"", new { sync }, cancellationToken);

    /// <summary>What changed and nobody has acknowledged, the newest first.</summary>
    internal Task<IReadOnlyList<FieldRow>> NewsAsync(CancellationToken cancellationToken) =>
        ReadAsync("where change is not null and acknowledged_at is null order by changed_at desc, sync, path limit 100", new { }, cancellationToken);

    /// <summary>What one run noticed, acknowledged or not.</summary>
    internal Task<IReadOnlyList<FieldRow>> OfRunAsync(long runNo, CancellationToken cancellationToken) =>
        ReadAsync("where change is not null and changed_run = @runNo order by sync, path limit 100", new { runNo }, cancellationToken);

    private async Task<IReadOnlyList<FieldRow>> ReadAsync(string where, object values, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<FieldRow>(new CommandDefinition($"select {Columns} from hub.source_field {where}", values, cancellationToken: cancellationToken))];
    }
}
