using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The mappings that made what the hub holds, in every version, with their content. Safe from several threads.</summary>
public sealed class UsedMappings(NpgsqlDataSource database, HubStore store)
{
    /// <summary>The number under which the hub knows this version of a mapping; noted now when it never made anything.</summary>
    public async Task<int> NumberOfAsync(MappingUse mapping, CancellationToken cancellationToken) => await store.Catalog.MappingAsync(mapping, cancellationToken);

    /// <summary>A mapping as it was when it made a record; null: no such number. Without parts when it was last used by a hub that did not keep them yet.</summary>
    public async Task<MappingUse?> FindAsync(int mappingNo, CancellationToken cancellationToken) =>
        await OneAsync("where m.mapping_no = $1", [mappingNo], cancellationToken);

    /// <summary>The outward mapping of this file that a host last began to deliver with; null: none yet.</summary>
    public async Task<MappingUse?> LastOutwardAsync(string file, CancellationToken cancellationToken) => await OneAsync(
        "where m.mapping_no = (select mapping_no from hub.mapping where file = $1 and source_entity is null order by last_used desc, mapping_no desc limit 1)", [file], cancellationToken);

    /// <summary>
    /// How many records of each feed were made by which version of which mapping. Reads every record's row once: for people, not for every page view.
    /// </summary>
    public async Task<IReadOnlyList<MadeByCount>> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select f.system, f.entity, m.mapping_no, m.file, m.version, m.source_entity, m.first_used, m.last_used, made.records
            from (select feed_no, mapping_no, count(*) as records from hub.record group by feed_no, mapping_no) made join hub.feed f using (feed_no) join hub.mapping m using (mapping_no)
            order by f.system, f.entity, m.last_used desc
            """);
        var counts = new List<MadeByCount>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new MadeByCount(
                reader.GetString(0), (EntityKind)reader.GetInt16(1), reader.GetInt32(2), new MappingUse(reader.GetString(3), reader.GetGuid(4)) { SourceEntity = reader.IsDBNull(5) ? null : reader.GetString(5) },
                reader.GetFieldValue<DateTimeOffset>(6), reader.GetFieldValue<DateTimeOffset>(7), reader.GetInt64(8)));
        }

        return counts;
    }

    private async Task<MappingUse?> OneAsync(string where, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"select m.file, m.version, m.source_entity, p.file, p.content from hub.mapping m left join hub.mapping_part p using (mapping_no) {where} order by p.place", values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        MappingUse? found = null;
        var parts = new List<MappingText>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found ??= new MappingUse(reader.GetString(0), reader.GetGuid(1)) { SourceEntity = reader.IsDBNull(2) ? null : reader.GetString(2), Parts = parts };
            if (!reader.IsDBNull(3))
                parts.Add(new MappingText(reader.GetString(3), reader.GetFieldValue<byte[]>(4)));
        }

        return found;
    }
}

/// <summary>How many records of a feed one version of a mapping made.</summary>
/// <param name="System">The connection.</param>
/// <param name="Entity">What the records became.</param>
/// <param name="MappingNo">The mapping's number.</param>
/// <param name="Mapping">Its file and version, without its content.</param>
/// <param name="FirstUsed">When it first made something.</param>
/// <param name="LastUsed">When a host last began to use it.</param>
/// <param name="Records">How many records the hub holds from it.</param>
public sealed record MadeByCount(
    string System, EntityKind Entity, int MappingNo, MappingUse Mapping, DateTimeOffset FirstUsed, DateTimeOffset LastUsed, long Records);
