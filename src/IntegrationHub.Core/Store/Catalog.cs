using System.Collections.Concurrent;
using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The numbers that stand for feeds, mappings and targets in every row. They never change, so they are remembered. Safe from several threads.</summary>
internal sealed class Catalog(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<(string System, EntityKind Entity), int> feeds = new();
    private readonly ConcurrentDictionary<int, (string System, EntityKind Entity)> feedKeys = new();
    private readonly ConcurrentDictionary<(string File, Guid Version), int> mappings = new();
    private readonly ConcurrentDictionary<string, short> targets = new(StringComparer.Ordinal);

    public async ValueTask<int> FeedAsync(string system, EntityKind entity, CancellationToken cancellationToken)
    {
        if (feeds.TryGetValue((system, entity), out var number))
            return number;
        number = await NumberAsync<int>("""
            with new as (insert into hub.feed (system, entity) values ($1, $2) on conflict do nothing returning feed_no)
            select feed_no from new union all select feed_no from hub.feed where system = $1 and entity = $2 limit 1
            """, [system, (short)entity], cancellationToken);
        feedKeys[number] = (system, entity);
        return feeds[(system, entity)] = number;
    }

    public async ValueTask<int> FeedAsync(RecordKey key, CancellationToken cancellationToken) =>
        await FeedAsync(key.System, Entities.KindOf(key.Entity), cancellationToken);

    public async ValueTask<RecordKey> KeyAsync(int feed, string id, CancellationToken cancellationToken)
    {
        if (!feedKeys.TryGetValue(feed, out var key))
        {
            await using var command = database.CreateCommand("select system, entity from hub.feed where feed_no = $1");
            command.Parameters.Add(new() { Value = feed });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            feedKeys[feed] = key = (reader.GetString(0), (EntityKind)reader.GetInt16(1));
        }

        return new RecordKey(key.System, Entities.NameOf(key.Entity), id);
    }

    /// <summary>The number of a mapping in this version. At first use its content is kept beside it, so that it can be compiled again later.</summary>
    public async ValueTask<int> MappingAsync(MappingUse mapping, CancellationToken cancellationToken) =>
        mappings.TryGetValue((mapping.File, mapping.Version), out var number)
            ? number
            : mappings[(mapping.File, mapping.Version)] = await NumberAsync<int>("""
                with used as (
                  insert into hub.mapping (file, version, source_entity) values ($1, $2, nullif($3, ''))
                  on conflict (file, version) do update set last_used = now(), source_entity = excluded.source_entity returning mapping_no),
                parts as (
                  insert into hub.mapping_part (mapping_no, place, file, content)
                  select used.mapping_no, part.place - 1, part.file, part.content from used, unnest($4, $5) with ordinality as part(file, content, place)
                  on conflict do nothing)
                select mapping_no from used
                """, [mapping.File, mapping.Version, mapping.SourceEntity ?? "", mapping.Parts.Select(part => part.File).ToArray(), mapping.Parts.Select(part => part.Content.ToArray()).ToArray()],
                cancellationToken);

    public async ValueTask<short> TargetAsync(string name, CancellationToken cancellationToken) =>
        targets.TryGetValue(name, out var number)
            ? number
            : targets[name] = await NumberAsync<short>("""
                with new as (insert into hub.target (name) values ($1) on conflict do nothing returning target_no)
                select target_no from new union all select target_no from hub.target where name = $1 limit 1
                """, [name], cancellationToken);

    private async Task<T> NumberAsync<T>(string sql, object[] values, CancellationToken cancellationToken)
    {
        // outside the caller's transaction: the number must be there whatever becomes of it. When another host inserted it a moment ago, the second look finds it.
        for (var look = 1; ; look++)
        {
            await using var command = database.CreateCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });
            if (await command.ExecuteScalarAsync(cancellationToken) is T number)
                return number;
            if (look == 3)
                throw new InvalidOperationException("A number in the hub's catalogue was neither inserted nor found.");
        }
    }
}
