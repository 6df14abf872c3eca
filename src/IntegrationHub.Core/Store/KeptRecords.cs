using System.Runtime.CompilerServices;
using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// The source records the hub keeps. Reading them disturbs nobody: every call is one short statement of its own, and a feed is read in order of key, a batch at a
/// time. Records the source has reported as gone are not among them. Safe from several threads.
/// </summary>
public sealed class KeptRecords(NpgsqlDataSource database, HubStore store)
{
    private const string Columns = "r.record_no, r.feed_no, r.id, r.raw, r.doc, r.content_hash, r.version, r.mapping_no, r.deleted, r.source_version, r.source_time, r.changed_at, r.run_no";
    private const string Kept = "r.raw is not null and r.raw_hash <> '00000000-0000-0000-0000-000000000000'";

    public Task<KeptRecord?> FindAsync(long recordNo, CancellationToken cancellationToken) =>
        OneAsync($"select {Columns} from hub.record r where r.record_no = $1 and {Kept}", [recordNo], cancellationToken);

    public async Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken) => await OneAsync(
        $"select {Columns} from hub.record r where r.id = $1 and r.feed_no = $2 and {Kept}", [key.Id, await store.Catalog.FeedAsync(key, cancellationToken)], cancellationToken);

    /// <summary>Those of these keys that are kept, in no particular order.</summary>
    public async Task<IReadOnlyList<KeptRecord>> FindAsync(KeptFeed feed, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var (feedNo, mappings) = await NumbersAsync(feed, notMadeBy: null, cancellationToken);
        return await ManyAsync($"""
            select {Columns} from unnest($1) as u(id) cross join lateral (select * from hub.record x where x.id = u.id and x.feed_no = $2 limit 1) r
            where r.mapping_no = any($3) and {Kept}
            """, [ids.ToArray(), feedNo, mappings], cancellationToken);
    }

    /// <summary>The newest ones: those that came to the hub last, newest first.</summary>
    public async Task<IReadOnlyList<KeptRecord>> LastAsync(KeptFeed feed, int count, CancellationToken cancellationToken)
    {
        var (feedNo, mappings) = await NumbersAsync(feed, notMadeBy: null, cancellationToken);
        return await ManyAsync(
            $"select {Columns} from hub.record r where r.feed_no = $1 and r.mapping_no = any($2) and {Kept} order by r.record_no desc limit $3",
            [feedNo, mappings, count], cancellationToken);
    }

    /// <summary>The next ones of a selection in order of key; fewer than asked for: that was the end.</summary>
    /// <param name="feed">Whose.</param>
    /// <param name="selection">Which of them.</param>
    /// <param name="after">The last key seen; the empty text begins.</param>
    /// <param name="count">At most so many.</param>
    public async Task<IReadOnlyList<KeptRecord>> NextAsync(KeptFeed feed, KeptSelection selection, string after, int count, CancellationToken cancellationToken)
    {
        var (feedNo, mappings) = await NumbersAsync(feed, selection.NotMadeBy, cancellationToken);
        return mappings.Length == 0 ? [] : await ManyAsync(
            $"select {Columns} from hub.record r where {Selected} and r.id > $5 order by r.id limit $6",
            [feedNo, mappings, selection.Since, selection.Until, after, count], cancellationToken);
    }

    /// <summary>All of a selection in order of key, a batch at a time. What is written meanwhile may or may not be seen.</summary>
    public async IAsyncEnumerable<IReadOnlyList<KeptRecord>> ReadAsync(
        KeptFeed feed, KeptSelection selection, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (await NextAsync(feed, selection, after, batchSize, cancellationToken) is { Count: > 0 } batch)
        {
            yield return batch;
            if (batch.Count < batchSize)
                yield break;
            after = batch[^1].Key.Id;
        }
    }

    public async Task<long> CountAsync(KeptFeed feed, KeptSelection selection, CancellationToken cancellationToken)
    {
        var (feedNo, mappings) = await NumbersAsync(feed, selection.NotMadeBy, cancellationToken);
        await using var command = database.Command($"select count(*) from hub.record r where {Selected}", feedNo, mappings, selection.Since, selection.Until);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>All feeds of a canonical entity, whatever system they are of, in order of system.</summary>
    public async Task<IReadOnlyList<KeptFeed>> FeedsAsync(EntityKind entity, CancellationToken cancellationToken)
    {
        await using var command = database.Command("select system from hub.feed where entity = $1 order by system", (short)entity);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var feeds = new List<KeptFeed>();
        while (await reader.ReadAsync(cancellationToken))
            feeds.Add(new KeptFeed(reader.GetString(0), entity, null));
        return feeds;
    }

    /// <summary>The hub's secret behind masked values; it is made once and stays.</summary>
    public async Task<Guid> MaskSaltAsync(CancellationToken cancellationToken)
    {
        await using var make = database.Command("insert into hub.mask default values on conflict do nothing");
        await make.ExecuteNonQueryAsync(cancellationToken);
        await using var command = database.Command("select salt from hub.mask");
        return (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private const string Selected = $"""
        r.feed_no = $1 and r.mapping_no = any($2) and {Kept}
          and ($3::timestamptz is null or coalesce(r.source_time, r.changed_at) >= $3) and ($4::timestamptz is null or coalesce(r.source_time, r.changed_at) < $4)
        """;

    /// <summary>The feed, and the mappings whose records are meant.</summary>
    private async Task<(int FeedNo, int[] Mappings)> NumbersAsync(KeptFeed feed, int? notMadeBy, CancellationToken cancellationToken)
    {
        var feedNo = await store.Catalog.FeedAsync(feed.System, feed.Entity, cancellationToken);
        await using var command = database.Command(
            "select mapping_no from hub.mapping where ($1::text is null or source_entity = $1) and ($2::int is null or mapping_no <> $2)", feed.SourceEntity, notMadeBy);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var mappings = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            mappings.Add(reader.GetInt32(0));
        return (feedNo, [.. mappings]);
    }

    private async Task<KeptRecord?> OneAsync(string sql, object?[] values, CancellationToken cancellationToken) => (await ManyAsync(sql, values, cancellationToken)).FirstOrDefault();

    private async Task<IReadOnlyList<KeptRecord>> ManyAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        var found = new List<KeptRecord>();
        await using var command = database.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new KeptRecord
            {
                RecordNo = reader.GetInt64(0),
                Key = await store.Catalog.KeyAsync(reader.GetInt32(1), reader.GetString(2), cancellationToken),
                Raw = reader.GetFieldValue<byte[]>(3),
                Document = reader.GetFieldValue<byte[]>(4),
                ContentHash = reader.GetGuid(5),
                Version = reader.GetInt32(6),
                MappingNo = reader.GetInt32(7),
                Deleted = reader.GetBoolean(8),
                SourceVersion = reader.IsDBNull(9) ? null : reader.GetString(9),
                SourceTime = reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10),
                ChangedAt = reader.GetFieldValue<DateTimeOffset>(11),
                RunNo = reader.GetInt64(12),
            });
        }

        return found;
    }
}
