using IntegrationHub.Core.Quota;
using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Writes one batch's records and marks. New rows and new versions go the same way: old versions are removed, then everything is copied in at once.
/// </summary>
internal sealed class RecordWriter(
    NpgsqlConnection connection, BatchScope scope, int feed, int mapping, IReadOnlyList<short> targets, Catalog catalog, Numbers recordNumbers,
    ConcurrentBag<CopyBuffer> buffers)
{
    private const string CopyRecords = """
        copy hub.record (record_no, raw_hash, content_hash, customer_no, run_no, changed_at, source_time, feed_no, mapping_no, version, happened_on, due_on,
          entity, deleted, id, number, parent_id, currency, amount, open_amount, source_version, doc, raw) from stdin (format binary)
        """;

    private const string CopyMarks = "copy hub.outbox (record_no, version, target_no, entity, bulk) from stdin (format binary)";

    private readonly Attacher attacher = new(connection, targets);

    public async Task StoreAsync(IReadOnlyList<ResolvedRecord> records, RunCounts counts, CancellationToken cancellationToken)
    {
        if (!buffers.TryTake(out var rows))
            rows = new CopyBuffer(23);
        await StoreAsync(records, rows, counts, cancellationToken);
        rows.Clear();
        buffers.Add(rows);   // one whose batch failed is left to the collector
    }

    private async Task StoreAsync(IReadOnlyList<ResolvedRecord> records, CopyBuffer rows, RunCounts counts, CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);
        var ordered = records.OrderBy(record => record.Record.Key.Id, StringComparer.Ordinal).ToArray();
        var number = await FirstNewNumberAsync(ordered.Count(record => record.Changed.Held is null), cancellationToken);
        var document = new ArrayBufferWriter<byte>(4096);
        await using var json = new Utf8JsonWriter(document, CanonicalJson.WriterOptions);

        var replaced = new List<long>();
        var marks = new List<(long RecordNo, int Version, bool IsNew)>();
        var arrived = new List<(string Id, long RecordNo, long? CustomerNo)>();
        var waiting = new List<(RecordKey Parent, long RecordNo)>();
        var released = new List<long>();
        foreach (var record in ordered)
        {
            document.ResetWrittenCount();
            json.Reset(document);
            CanonicalJson.Write(json, record.Record);
            json.Flush();
            var hash = ContentHash.Of(document.WrittenSpan);
            var held = record.Changed.Held;
            if (held is not null && IsOlder(record, held))
            {
                counts.Unchanged++;   // a newer state came first, by another way
                continue;
            }

            var isSame = held is not null && held.Deleted == record.Record.Deleted && held.ContentHash == hash && held.CustomerNo == record.CustomerNo;
            var version = held is null ? 1 : isSame ? held.Version : held.Version + 1;
            var recordNo = held?.RecordNo ?? number++;
            if (held is not null)
                replaced.Add(recordNo);
            Encode(rows, record, recordNo, version, hash, now, document.WrittenSpan);

            if (isSame)
                counts.Unchanged++;
            else if (held is null)
                counts.Created++;
            else
                counts.Changed++;
            if (!isSame)
                marks.Add((recordNo, version, held is null));
            if (held is null || held.CustomerNo is null && record.CustomerNo is not null)
                arrived.Add((record.Record.Key.Id, recordNo, record.CustomerNo));
            foreach (var parent in record.WaitsFor)
                waiting.Add((parent, recordNo));
            if (held is not null)
                released.Add(recordNo);
        }

        if (rows.Rows == 0)
            return;
        await WriteAsync(rows, replaced, cancellationToken);
        await MarkAsync(marks, counts, cancellationToken);
        await WaitAsync(waiting, released, counts, cancellationToken);
        await attacher.AttachAsync(feed, scope.Entity, arrived, counts, cancellationToken);
    }

    /// <summary>
    /// Two ways may bring the same record (webhook, poll, back-fill): the source's own clock says which state is the newer one. The very state that is held is never
    /// older, whatever another mapping reads from its clock.
    /// </summary>
    private static bool IsOlder(ResolvedRecord record, HeldRecord held) => record.Changed.RawHash != held.RawHash && record.Record.SourceTime < held.SourceTime;

    private void Encode(CopyBuffer rows, ResolvedRecord resolved, long recordNo, int version, Guid contentHash, DateTimeOffset now, ReadOnlySpan<byte> document)
    {
        var record = resolved.Record;
        var promoted = Promoted.Of(record);
        rows.Row();
        rows.Int64(recordNo);
        rows.Uuid(resolved.Changed.RawHash);
        rows.Uuid(contentHash);
        rows.Int64(resolved.CustomerNo);
        rows.Int64(scope.RunNo);
        rows.Timestamp(now);
        rows.Timestamp(record.SourceTime);
        rows.Int32(feed);
        rows.Int32(mapping);
        rows.Int32(version);
        rows.Date(promoted.HappenedOn);
        rows.Date(promoted.DueOn);
        rows.Int16((short)record.Kind);
        rows.Bool(record.Deleted);
        rows.Text(record.Key.Id);
        rows.Text(promoted.Number);
        rows.Text(promoted.ParentId);
        rows.Text(promoted.Amount?.Currency ?? promoted.OpenAmount?.Currency);
        rows.Numeric(promoted.Amount?.Amount);
        rows.Numeric(promoted.OpenAmount?.Amount);
        rows.Text(record.SourceVersion);
        rows.Jsonb(document);
        rows.Bytes(resolved.Changed.Source.Json.Span);
    }

    private async Task WriteAsync(CopyBuffer rows, List<long> replaced, CancellationToken cancellationToken)
    {
        if (replaced.Count > 0)
        {
            await using var command = connection.Command("delete from hub.record where record_no = any($1)", replaced.ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        try
        {
            await CopyAsync(CopyRecords, rows, cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new SyncOvertakenException(scope.Key.ToString(), taken);
        }
    }

    private async Task MarkAsync(List<(long RecordNo, int Version, bool IsNew)> marks, RunCounts counts, CancellationToken cancellationToken)
    {
        if (targets.Count == 0 || marks.Count == 0)
            return;
        counts.Marked += marks.Count * targets.Count;
        var rows = new CopyBuffer(5);
        foreach (var target in targets)
        {
            foreach (var mark in marks.Where(mark => mark.IsNew))
            {
                rows.Row();
                rows.Int64(mark.RecordNo);
                rows.Int32(mark.Version);
                rows.Int16(target);
                rows.Int16((short)scope.Entity);
                rows.Bool(CallOrder.IsBehindLive);
            }
        }

        if (rows.Rows > 0)
            await CopyAsync(CopyMarks, rows, cancellationToken);
        var changed = marks.Where(mark => !mark.IsNew).ToArray();
        if (changed.Length > 0)
            await Marks.AgainAsync(connection, targets, changed.Select(mark => mark.RecordNo).ToArray(), cancellationToken);
    }

    private async Task WaitAsync(List<(RecordKey Parent, long RecordNo)> waiting, List<long> released, RunCounts counts, CancellationToken cancellationToken)
    {
        if (released.Count > 0)
        {
            await using var command = connection.Command("delete from hub.waiting where record_no = any($1)", released.ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (waiting.Count == 0)
            return;
        counts.Waiting += waiting.Select(row => row.RecordNo).Distinct().Count();
        var feeds = new int[waiting.Count];
        for (var i = 0; i < feeds.Length; i++)
            feeds[i] = await catalog.FeedAsync(waiting[i].Parent, cancellationToken);
        await using var insert = connection.Command(
            "insert into hub.waiting (parent_id, parent_feed, record_no) select * from unnest($1, $2, $3) on conflict do nothing",
            waiting.Select(row => row.Parent.Id).ToArray(), feeds, waiting.Select(row => row.RecordNo).ToArray());
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task DeleteAsync(IReadOnlyList<ChangedRecord> records, RunCounts counts, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            update hub.record set deleted = true, raw_hash = $4, version = version + 1, run_no = $2, changed_at = now()
            where record_no = any($1) and ($3::timestamptz is null or changed_at < $3) returning record_no
            """, records.Select(record => record.Held!.RecordNo).Order().ToArray(), scope.RunNo, scope.DeleteUnlessChangedSince, ContentHash.OfNothing);   // should it come back just as it was, it has changed all the same
        var gone = new List<long>(records.Count);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                gone.Add(reader.GetInt64(0));
        }

        counts.Deleted += gone.Count;
        counts.Unchanged += records.Count - gone.Count;
        counts.Marked += gone.Count * targets.Count;
        await Marks.AgainAsync(connection, targets, [.. gone.Order()], cancellationToken);
    }

    private async Task CopyAsync(string sql, CopyBuffer rows, CancellationToken cancellationToken)
    {
        rows.End();
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
        await stream.WriteAsync(rows.Written, cancellationToken);
    }

    private async Task<long> FirstNewNumberAsync(int count, CancellationToken cancellationToken) =>
        count == 0 ? 0 : await recordNumbers.TakeAsync(count, cancellationToken);

    /// <summary>The database's clock: hosts may differ.</summary>
    private async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select now()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero);
    }
}
