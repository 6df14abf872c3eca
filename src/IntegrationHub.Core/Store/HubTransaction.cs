using System.Collections.Concurrent;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// One batch's transaction: records, marks, parked records, counts and the checkpoint, all or nothing. Disposed without commit it is rolled back.
/// One caller at a time, in this order: probe, find, store, park, commit.
/// </summary>
public sealed class HubTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly BatchScope scope;
    private readonly int feed;
    private readonly int mapping;
    private readonly Catalog catalog;
    private readonly RecordWriter writer;
    private readonly CustomerBook customers;
    private string[] seen = [];
    private Guid[] seenHashes = [];

    internal HubTransaction(
        NpgsqlConnection connection, NpgsqlTransaction transaction, BatchScope scope, int feed, int mapping, IReadOnlyList<short> targets,
        Catalog catalog, Numbers recordNumbers, Numbers customerNumbers, ConcurrentBag<CopyBuffer> buffers)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.scope = scope;
        this.feed = feed;
        this.mapping = mapping;
        this.catalog = catalog;
        writer = new RecordWriter(connection, scope, feed, mapping, targets, catalog, recordNumbers, buffers);
        customers = new CustomerBook(connection, customerNumbers);
    }

    /// <summary>What this batch has done so far; the pipeline adds what only it knows.</summary>
    public RunCounts Counts { get; } = new();

    internal async Task MoveCheckpointAsync(Checkpoint? from, Checkpoint to, CancellationToken cancellationToken)
    {
        if (scope.Parking != scope.Key)
            await WaitForTheSyncAsync(cancellationToken);
        await using var command = from is null
            ? connection.Command("""
                with alone as materialized (select pg_advisory_xact_lock($4, hashtext($1)))
                insert into hub.checkpoint (sync, value, run_no) select $1, $2, $3 from alone on conflict do nothing
                """, scope.Key.ToString(), to.Value, scope.RunNo, SyncLock)
            : connection.Command("update hub.checkpoint set value = $2, run_no = $3, moved_at = now() where sync = $1 and value = $4", scope.Key.ToString(), to.Value, scope.RunNo, from.Value);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw new SyncOvertakenException(scope.Key.ToString());
    }

    /// <summary>
    /// A replay or a delete has a checkpoint of its own, but writes the sync's records: it takes turns with the sync's batches, so that what it looks at stays true until
    /// it is committed. A sync's batch holds the checkpoint it moves; its very first one, which has none yet, the advisory lock.
    /// </summary>
    private async Task WaitForTheSyncAsync(CancellationToken cancellationToken)
    {
        await using var first = connection.Command("select pg_advisory_xact_lock($1, hashtext($2))", SyncLock, scope.Parking.ToString());
        await first.ExecuteNonQueryAsync(cancellationToken);
        await using var later = connection.Command("select from hub.checkpoint where sync = $1 for update", scope.Parking.ToString());
        await later.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The advisory lock class for the first batch of a sync; the second number is the hash of its name.</summary>
    private const int SyncLock = 0x48554202;

    /// <summary>
    /// Finds out which records the hub does not have exactly so: by the hash of their raw bytes, and by the mapping that made what it has. The rest is
    /// counted as unchanged and needs no more work. A key given twice in a batch counts once, with its last state.
    /// </summary>
    public async Task<IReadOnlyList<ChangedRecord>> ProbeAsync(IReadOnlyList<SourceRecord> records, CancellationToken cancellationToken)
    {
        Counts.Read += records.Count;
        var latest = LatestPerKey(records);
        Counts.Unchanged += records.Count - latest.Count;
        if (latest.Count == 0)
            return [];
        seen = [.. latest.Select(record => record.Key)];

        // A lateral probe per key: a plain join may hash the whole table, and its cost grows with it.
        await using var command = connection.Command("""
            select u.n::int, r.record_no, r.raw_hash, r.content_hash, r.mapping_no, r.version, r.customer_no, r.deleted, r.source_time
            from unnest($1) with ordinality as u(id, n)
            cross join lateral (select * from hub.record x where x.id = u.id and x.feed_no = $2 limit 1) r
            """, seen, feed);
        var held = new HeldRecord?[latest.Count];
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                held[reader.GetInt32(0) - 1] = new HeldRecord(
                    reader.GetInt64(1), reader.GetGuid(2), reader.GetGuid(3), reader.GetInt32(4), reader.GetInt32(5),
                    reader.IsDBNull(6) ? null : reader.GetInt64(6), reader.GetBoolean(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8));
        }

        var overtaken = scope.ReadAt is { } readAt ? await new NewerStates(connection, scope, feed).SinceAsync(readAt, seen, cancellationToken) : [];
        var changed = new List<ChangedRecord>();
        seenHashes = new Guid[latest.Count];
        for (var i = 0; i < latest.Count; i++)
        {
            Counts.Bytes += latest[i].Json.Length;
            var rawHash = seenHashes[i] = ContentHash.Of(latest[i].Json.Span);
            if (IsUnchanged(latest[i], rawHash, held[i]) || overtaken.Contains(latest[i].Key))
                Counts.Unchanged++;
            else
                changed.Add(new ChangedRecord(latest[i], rawHash, held[i]));
        }

        if (overtaken.Count > 0)
            seen = [.. seen.Where(key => !overtaken.Contains(key))];
        if (!scope.IsReplay)
            return changed;
        var newest = await new NewerStates(connection, scope, feed).WithoutStaleAsync(changed, cancellationToken);
        Counts.Unchanged += changed.Count - newest.Count;
        return newest;
    }

    private bool IsUnchanged(SourceRecord record, Guid rawHash, HeldRecord? held) => record.Change == ChangeKind.Deleted
        ? held is null or { Deleted: true }
        : held is not null && held.RawHash == rawHash && held.MappingNo == mapping;

    private static IReadOnlyList<SourceRecord> LatestPerKey(IReadOnlyList<SourceRecord> records)
    {
        var places = new Dictionary<string, int>(records.Count, StringComparer.Ordinal);
        for (var i = 0; i < records.Count; i++)
            places[records[i].Key] = i;
        return places.Count == records.Count ? records : [.. places.Values.Order().Select(place => records[place])];
    }

    /// <summary>Where these references lead; what is missing in the answer is not in the hub.</summary>
    public async Task<Dictionary<RecordKey, FoundParent>> FindAsync(IReadOnlyCollection<RecordKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RecordKey, FoundParent>(keys.Count);
        if (keys.Count == 0)
            return found;
        var wanted = keys.ToArray();
        var feeds = new int[wanted.Length];
        for (var i = 0; i < wanted.Length; i++)
            feeds[i] = await catalog.FeedAsync(wanted[i], cancellationToken);
        await using var command = connection.Command("""
            select u.n::int, r.record_no, r.customer_no
            from unnest($1, $2) with ordinality as u(id, feed_no, n)
            cross join lateral (select record_no, customer_no from hub.record x where x.id = u.id and x.feed_no = u.feed_no limit 1) r
            """, wanted.Select(key => key.Id).ToArray(), feeds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[wanted[reader.GetInt32(0) - 1]] = new FoundParent(reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
        return found;
    }

    /// <summary>
    /// Holds off new arrivals of these records' entities until this transaction ends, so that a parent cannot slip in between looking for it and waiting
    /// for it. Entities are locked parents first by everybody: no deadlock.
    /// </summary>
    public async Task HoldArrivalsAsync(IEnumerable<RecordKey> keys, CancellationToken cancellationToken)
    {
        foreach (var (system, entity) in keys.Select(key => (key.System, Entities.KindOf(key.Entity))).Distinct().OrderBy(pair => pair.Item2).ThenBy(pair => pair.System, StringComparer.Ordinal))
        {
            await using var command = connection.Command("select pg_advisory_xact_lock_shared($1, $2)", ArrivalLock, await catalog.FeedAsync(system, entity, cancellationToken));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The advisory lock class for arrivals of a feed; the second number is the feed.</summary>
    internal const int ArrivalLock = 0x48554201;

    /// <summary>The part that binds source customers to hub customers.</summary>
    internal CustomerBook Customers => customers;

    /// <summary>
    /// Writes what changed, with its marks, in key order; attaches children that waited for these records. A record whose canonical content is the
    /// same as before gets its new raw bytes, but no version and no mark.
    /// </summary>
    public async Task StoreAsync(IReadOnlyList<ResolvedRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count > 0)
            await writer.StoreAsync(records, Counts, cancellationToken);
    }

    /// <summary>Marks records as deleted that the source reports as gone; their content stays.</summary>
    public async Task DeleteAsync(IReadOnlyList<ChangedRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count > 0)
            await writer.DeleteAsync(records, Counts, cancellationToken);
    }

    /// <summary>
    /// Sets records aside; one that is set aside already is counted again and keeps its newest payload. A replay of what is held leaves alone what was set aside after it.
    /// </summary>
    public async Task ParkAsync(IReadOnlyList<ParkedRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return;
        Counts.Parked += records.Count;
        await using var command = connection.Command("""
            insert into hub.parked as p (scope, stage, id, cause, reason, payload, run_no)
            select $1, u.stage, u.id, u.cause, u.reason, nullif(u.payload, ''::bytea), $2 from unnest($3, $4, $5, $6, $7) as u(stage, id, cause, reason, payload)
            on conflict (scope, id, stage) where closed_at is null
            do update set cause = excluded.cause, reason = excluded.reason, payload = excluded.payload, run_no = excluded.run_no, last_at = now(), times = p.times + 1
            where not $8 or p.payload is not distinct from excluded.payload
            """,
            scope.Parking.ToString(), scope.RunNo,
            records.Select(record => record.Stage).ToArray(), records.Select(record => record.Id).ToArray(),
            records.Select(record => record.Cause).ToArray(), records.Select(record => record.Reason).ToArray(),
            records.Select(record => record.Payload.ToArray()).ToArray(), scope.IsReplay);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Closes broken input of files that this run has read from beginning to end without meeting it again. By the file, not by the line: lines move when a
    /// file is mended, and what is still broken was set aside anew, on whatever line it is now.
    /// </summary>
    public async Task CloseMendedAsync(IReadOnlyCollection<string> readWhole, CancellationToken cancellationToken)
    {
        if (readWhole.Count == 0 || scope.IsReplay)
            return;
        await using var command = connection.Command("""
            update hub.parked set closed_at = now(), closed_how = 'mended'
            where closed_at is null and scope = $1 and stage = 'read' and exists (select from unnest($2) as whole(file) where id = file or starts_with(id, file || ' '))
              and last_at < (select started_at from hub.run where run_no = $3)
            """, scope.Parking.ToString(), readWhole.ToArray(), scope.RunNo);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Notes fields of the source's records that were not known.</summary>
    internal async Task NoticeAsync(IReadOnlyList<NoticedField> fields, CancellationToken cancellationToken)
    {
        if (fields.Count > 0)
            await SourceShapes.NoticeAsync(connection, scope.Parking, scope.RunNo, fields, cancellationToken);
    }

    /// <summary>
    /// A record that came again and was not set aside this time is settled, whatever became of it. What a replay of another state brought says nothing about it.
    /// </summary>
    private async Task CloseParkedAsync(CancellationToken cancellationToken)
    {
        if (seen.Length == 0)
            return;
        await using var command = scope.IsReplay
            ? connection.Command($"""
                update hub.parked p set closed_at = now(), closed_how = 'stored' from unnest($2, $3) as u(id, hash)
                where p.closed_at is null and p.scope = $1 and p.stage in ('map', 'resolve') and p.id = u.id and p.last_at < now() and {NewerStates.PayloadHash} = u.hash
                """, scope.Parking.ToString(), seen, seenHashes)
            : connection.Command("""
                update hub.parked set closed_at = now(), closed_how = 'stored'
                where closed_at is null and scope = $1 and stage in ('map', 'resolve') and id = any($2) and last_at < now()
                """, scope.Parking.ToString(), seen);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes the counts to the run ledger and commits everything.</summary>
    /// <exception cref="SyncOvertakenException">Another writer stored one of these records first.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await CloseParkedAsync(cancellationToken);
        await using var command = connection.Command("""
            update hub.run set heartbeat_at = clock_timestamp(), batches = batches + 1,
              read = read + $2, unchanged = unchanged + $3, left_out = left_out + $4, created = created + $5, changed = changed + $6, deleted = deleted + $7,
              parked = parked + $8, waiting = waiting + $9, marked = marked + $10, bytes = bytes + $11,
              read_ms = read_ms + $12, map_ms = map_ms + $13, resolve_ms = resolve_ms + $14, store_ms = store_ms + $15
            where run_no = $1
            """,
            scope.RunNo, Counts.Read, Counts.Unchanged, Counts.LeftOut, Counts.Created, Counts.Changed, Counts.Deleted, Counts.Parked, Counts.Waiting, Counts.Marked,
            Counts.Bytes, (long)Counts.Reading.TotalMilliseconds, (long)Counts.Mapping.TotalMilliseconds, (long)Counts.Resolving.TotalMilliseconds, (long)Counts.Storing.TotalMilliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
