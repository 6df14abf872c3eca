using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Compares all keys of a source's entity with what the hub holds of it, in the database: the keys go into a temporary table of one connection, so memory
/// does not grow with them, and nothing is left of a pass that does not come to its end. One caller at a time.
/// </summary>
public sealed class KeyPass : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly SyncKey sync;
    private readonly int feed;

    private KeyPass(NpgsqlConnection connection, SyncKey sync, int feed, DateTimeOffset started) =>
        (this.connection, this.sync, this.feed, Started) = (connection, sync, feed, started);

    /// <summary>When it began, by the database's clock.</summary>
    public DateTimeOffset Started { get; }

    internal static async Task<KeyPass> BeginAsync(NpgsqlDataSource database, SyncKey sync, int feed, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var tables = connection.Command("""
                drop table if exists pg_temp.listed_key, pg_temp.missing_key;
                create temp table listed_key (id text primary key);
                create temp table missing_key (id text primary key);
                """);
            await tables.ExecuteNonQueryAsync(cancellationToken);
            await using var clock = connection.Command("select clock_timestamp()");
            return new KeyPass(connection, sync, feed, new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keys the source has; one may come twice.</summary>
    public async Task AddAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("insert into pg_temp.listed_key select unnest($1) on conflict do nothing", (object)keys.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Compares, once every key is added. Counted are records that were made of this entity, since another one of the connection may become records of
    /// the same kind. What was stored after the pass began is alive, whether it was listed or not.
    /// </summary>
    public async Task<KeyComparison> CompareAsync(CancellationToken cancellationToken)
    {
        await using var compare = connection.Command("""
            insert into pg_temp.missing_key
            select r.id from hub.record r join hub.mapping m on m.mapping_no = r.mapping_no
            where r.feed_no = $1 and m.source_entity = $2 and not r.deleted and r.changed_at < $3 and not exists (select from pg_temp.listed_key k where k.id = r.id)
            """, feed, sync.Entity, Started);
        compare.CommandTimeout = 0;   // once a day over the whole table: as long as it takes
        var missing = await compare.ExecuteNonQueryAsync(cancellationToken);
        await using var count = connection.Command(
            "select count(*) from hub.record r join hub.mapping m on m.mapping_no = r.mapping_no where r.feed_no = $1 and m.source_entity = $2 and not r.deleted", feed, sync.Entity);
        count.CommandTimeout = 0;
        return new KeyComparison((long)(await count.ExecuteScalarAsync(cancellationToken))!, missing);
    }

    /// <summary>The next missing keys behind one, in order.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(string? behind, int most, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select id from pg_temp.missing_key where $1::text is null or id > $1::text order by id limit $2", behind, most);
        return await HeldDeletes.ReadIdsAsync(command, cancellationToken);
    }

    /// <summary>The next listed keys behind one, in order, that the hub does not hold, or holds as gone from the source.</summary>
    public async Task<IReadOnlyList<string>> UnknownAsync(string? behind, int most, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            select k.id from pg_temp.listed_key k
            where ($1::text is null or k.id > $1::text)
              and not exists (select from hub.record r where r.id = k.id and r.feed_no = $3 and r.raw_hash <> '00000000-0000-0000-0000-000000000000')
            order by k.id limit $2
            """, behind, most, feed);
        command.CommandTimeout = 0;
        return await HeldDeletes.ReadIdsAsync(command, cancellationToken);
    }

    /// <summary>How many keys the source has listed.</summary>
    public async Task<long> CountListedAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select count(*) from pg_temp.listed_key");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Sets the missing keys aside for a person to release, in place of what was held before.</summary>
    public Task HoldAsync(KeyComparison found, CancellationToken cancellationToken) => ReplaceHeldAsync("""
        insert into hub.held_delete (sync, living, missing, seen_at) values ($1, $2, $3, $4);
        """, "insert into hub.held_key select $1, id from pg_temp.missing_key", [sync.ToString(), found.Living, found.Missing, Started], cancellationToken);

    /// <summary>This pass has decided anew: nothing is held any more.</summary>
    public Task ClearHeldAsync(CancellationToken cancellationToken) => ReplaceHeldAsync(null, null, [], cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();   // the temporary tables go when the connection returns to the pool

    private async Task ReplaceHeldAsync(string? hold, string? keys, object[] values, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await HeldDeletes.ForgetAsync(connection, sync.ToString(), cancellationToken);
        if (hold is not null)
        {
            await using var first = connection.Command(hold, values);
            await first.ExecuteNonQueryAsync(cancellationToken);
            await using var second = connection.Command(keys!, sync.ToString());
            await second.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>What a key pass found.</summary>
/// <param name="Living">Records the hub holds as living.</param>
/// <param name="Missing">Of these, those the source does not list.</param>
public sealed record KeyComparison(long Living, long Missing);
