using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Deletes that wait for a person. Safe from several threads.</summary>
public sealed class HeldDeletes(NpgsqlDataSource database)
{
    /// <summary>What is held, by sync.</summary>
    public async Task<IReadOnlyList<HeldDelete>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("select sync, living, missing, seen_at, held_at from hub.held_delete order by sync");
        var held = new List<HeldDelete>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            held.Add(new HeldDelete(SyncKey.Parse(reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4)));
        return held;
    }

    /// <summary>The next of its keys behind one, in order; none once a later pass has decided anew.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(HeldDelete held, string? behind, int most, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            select k.id from hub.held_delete h join hub.held_key k on k.sync = h.sync
            where h.sync = $1 and h.seen_at = $2 and ($3::text is null or k.id > $3::text) order by k.id limit $4
            """, held.Sync.ToString(), held.SeenAt, behind, most);
        return await ReadIdsAsync(command, cancellationToken);
    }

    /// <summary>Writes down who released what, before it is done.</summary>
    public async Task AuditAsync(HeldDelete held, string who, CancellationToken cancellationToken)
    {
        await using var command = database.Command("insert into hub.audit (who, what, subject, detail) values ($1, 'release deletes', $2, $3)",
            who, held.Sync.ToString(), $"{held.Missing} of {held.Living} records, missing at {held.SeenAt:u}");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>This is held no more; what a later pass holds stays.</summary>
    public async Task ForgetAsync(HeldDelete held, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            with head as (delete from hub.held_delete where sync = $1 and seen_at = $2 returning sync)
            delete from hub.held_key k using head where k.sync = head.sync
            """, held.Sync.ToString(), held.SeenAt);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task ForgetAsync(NpgsqlConnection connection, string sync, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("with head as (delete from hub.held_delete where sync = $1) delete from hub.held_key where sync = $1", sync);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task<IReadOnlyList<string>> ReadIdsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetString(0));
        return ids;
    }
}

/// <summary>Deletes the brake holds for one sync.</summary>
/// <param name="Sync">Whose.</param>
/// <param name="Living">What the hub held as living.</param>
/// <param name="Missing">Of these, those the source did not list.</param>
/// <param name="SeenAt">When the pass began that did not see them.</param>
/// <param name="HeldAt">When the brake took hold.</param>
public sealed record HeldDelete(SyncKey Sync, long Living, long Missing, DateTimeOffset SeenAt, DateTimeOffset HeldAt);

/// <summary>A key pass found so many deletes that a person must look first. Nothing was deleted.</summary>
public sealed class DeletesHeldException(SyncKey sync, KeyComparison found, string limit) : Exception(
    $"{found.Missing} of the {found.Living} records the hub holds are no longer at the source, more than {limit}. Nothing was deleted. "
    + $"If they are really gone: hub release {sync}. If not, mend the source or the connection's settings; the next whole key pass decides anew.");
