using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Tries again what a target rejected, when its cause may be gone. Safe from several threads and hosts.</summary>
public sealed class Rejects(NpgsqlDataSource database, HubStore store)
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromDays(1);

    /// <summary>Notes with which mapping an entity is delivered. When it is another than before, what was rejected of the entity is marked again.</summary>
    /// <returns>How many were marked.</returns>
    public async Task<int> DeliveredWithAsync(string target, EntityKind entity, int mappingNo, CancellationToken cancellationToken)
    {
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var note = connection.Command("""
            insert into hub.target_mapping as m (target_no, entity, mapping_no) values ($1, $2, $3)
            on conflict (target_no, entity) do update set mapping_no = excluded.mapping_no, since = now() where m.mapping_no <> excluded.mapping_no returning xmax <> 0
            """, targetNo, (short)entity, mappingNo);
        var isAnother = await note.ExecuteScalarAsync(cancellationToken) is true;
        var marked = isAnother ? await MarkAsync(connection, target, targetNo, [entity], cancellationToken) : 0;
        await transaction.CommitAsync(cancellationToken);
        return marked;
    }

    /// <summary>Marks all of these entities again that the target rejected: something was made over there.</summary>
    public async Task<int> MarkAgainAsync(string target, IReadOnlyCollection<EntityKind> entities, CancellationToken cancellationToken)
    {
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var marked = await MarkAsync(connection, target, targetNo, entities, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return marked;
    }

    /// <summary>
    /// Once a day the oldest of each group of rejected records is marked again. Of those that were marked so and have been taken meanwhile, the rest of the group is.
    /// </summary>
    /// <returns>How many were marked.</returns>
    public async Task<int> ProbeAsync(string target, CancellationToken cancellationToken)
    {
        var targetNo = await store.Catalog.TargetAsync(target, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var taken = connection.Command("""
            with taken as (
              update hub.parked set probed_at = null where scope = $1 and stage = 'deliver' and probed_at is not null and closed_at is not null returning cause, closed_how)
            select p.record_no from hub.parked p where p.scope = $1 and p.stage = 'deliver' and p.closed_at is null and p.record_no is not null
              and p.cause in (select cause from taken where closed_how = 'delivered')
            """, target);
        var again = await NumbersAsync(taken, cancellationToken);
        await using var probe = connection.Command("""
            update hub.parked p set probed_at = now()
            from (select distinct on (cause) parked_no from hub.parked
                  where scope = $1 and stage = 'deliver' and closed_at is null and record_no is not null and record_no <> all($3)
                    and cause not in (select cause from hub.parked where scope = $1 and stage = 'deliver' and closed_at is null and probed_at > now() - $2)
                    and first_at < now() - $2
                  order by cause, first_at, parked_no) oldest
            where p.parked_no = oldest.parked_no and p.closed_at is null
            returning p.record_no
            """, target, ProbeEvery, again);
        long[] probed = await NumbersAsync(probe, cancellationToken);
        long[] all = [.. again.Union(probed).Order()];
        await Marks.AgainAsync(connection, [targetNo], all, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return all.Length;
    }

    private static async Task<int> MarkAsync(NpgsqlConnection connection, string target, short targetNo, IReadOnlyCollection<EntityKind> entities, CancellationToken cancellationToken)
    {
        await using var open = connection.Command("""
            select p.record_no from hub.parked p join hub.record r on r.record_no = p.record_no
            where p.scope = $1 and p.stage = 'deliver' and p.closed_at is null and r.entity = any($2) order by 1
            """, target, entities.Select(entity => (short)entity).ToArray());
        var numbers = await NumbersAsync(open, cancellationToken);
        await Marks.AgainAsync(connection, [targetNo], numbers, cancellationToken);
        return numbers.Length;
    }

    private static async Task<long[]> NumbersAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var numbers = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetInt64(0));
        return [.. numbers];
    }
}
