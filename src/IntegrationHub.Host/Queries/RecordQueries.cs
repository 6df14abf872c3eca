using Dapper;
using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads single records with what they were made from. Safe from several threads.</summary>
internal sealed class RecordQueries(NpgsqlDataSource database)
{
    private const int NewestLookedThrough = 5_000;   // a page must not read a whole table for a few examples

    private const string Select = """
        select r.record_no as RecordNo, f.system as System, r.entity as Entity, r.id as Id, r.number as Number, r.version as Version, r.deleted as Deleted, r.customer_no as CustomerNo,
          r.run_no as RunNo, run.job as Job, r.changed_at as ChangedAt, r.source_time as SourceTime, r.source_version as SourceVersion,
          r.mapping_no as MappingNo, m.file as MappingFile, m.version as MappingVersion, r.doc::text as Document, r.raw as Raw
        from hub.record r join hub.feed f on f.feed_no = r.feed_no left join hub.mapping m on m.mapping_no = r.mapping_no left join hub.run run on run.run_no = r.run_no
        """;

    internal async Task<RecordRow?> FindAsync(long recordNo, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<RecordRow>(new CommandDefinition($"{Select} where r.record_no = @recordNo", new { recordNo }, cancellationToken: cancellationToken));
    }

    /// <param name="system">The connection it came from; null: any, the first one there is.</param>
    internal async Task<RecordRow?> FindAsync(string? system, EntityKind entity, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<RecordRow>(new CommandDefinition(
            $"{Select} where r.id = @id and f.entity = @entity and (@system::text is null or f.system = @system) order by r.record_no limit 1",
            new { system, entity = (short)entity, id }, cancellationToken: cancellationToken));
    }

    /// <summary>Of the newest records of the hub those of one entity, newest first.</summary>
    /// <inheritdoc cref="FindAsync(string?, EntityKind, string, CancellationToken)"/>
    internal async Task<IReadOnlyList<RecordChoice>> NewestAsync(string? system, EntityKind entity, int max, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<RecordChoice>(new CommandDefinition("""
            select r.record_no as RecordNo, r.id as Id, r.number as Number, r.changed_at as ChangedAt
            from (select record_no, id, number, changed_at, feed_no, entity, deleted from hub.record order by record_no desc limit @looked) r join hub.feed f on f.feed_no = r.feed_no
            where f.entity = @entity and (@system::text is null or f.system = @system) and not r.deleted order by r.record_no desc limit @max
            """, new { system, entity = (short)entity, max, looked = NewestLookedThrough }, cancellationToken: cancellationToken))];
    }
}
