using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Bench.Hub;
using IntegrationHub.Bench.Measure;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using Npgsql;

namespace IntegrationHub.Bench.Baselines;

/// <summary>
/// Baseline (a2): the hub's own rows by hand. The same COPY and merge as (a), but into <c>hub.record</c> itself: canonical document, raw record,
/// hash, columns and indexes. No probe, no identity, no marks, no ledger.
/// </summary>
internal sealed class RecordMerge : IScenario
{
    private const string Columns =
        "record_no, raw_hash, content_hash, run_no, changed_at, source_time, feed_no, mapping_no, version, happened_on, entity, deleted, id, number, currency, amount, doc, raw, customer_no";

    public string[] Tables => ["hub.record"];

    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken) => HubSetting.MigrateAsync(workplace.Database, cancellationToken);

    public async Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        await using var connection = await workplace.Database.OpenConnectionAsync(cancellationToken);
        await using var stage = new NpgsqlCommand($"create temp table record_in on commit delete rows as select {Columns} from hub.record with no data", connection);
        await stage.ExecuteNonQueryAsync(cancellationToken);
        await using var merge = new NpgsqlCommand($"""
            insert into hub.record ({Columns}) select * from record_in
            on conflict (id, feed_no) do update set raw_hash = excluded.raw_hash, content_hash = excluded.content_hash, run_no = excluded.run_no,
              changed_at = excluded.changed_at, source_time = excluded.source_time, mapping_no = excluded.mapping_no, version = record.version + 1,
              happened_on = excluded.happened_on, deleted = excluded.deleted, number = excluded.number, currency = excluded.currency,
              amount = excluded.amount, doc = excluded.doc, raw = excluded.raw, customer_no = excluded.customer_no
            """, connection);
        await merge.PrepareAsync(cancellationToken);
        var rows = new CopyBuffer(19);
        var document = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(document, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var recordNo = 0L;

        await PageLoop.RunAsync(workplace, laps, async (page, stop) =>
        {
            rows.Clear();
            var read = OrderReader.Read(page.Span, order =>
            {
                document.ResetWrittenCount();
                json.Reset();
                Write(json, order);
                json.Flush();
                Encode(rows, ++recordNo, order, document.WrittenSpan, page.Span[order.Raw.Start..order.Raw.End]);
            });
            rows.End();
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await connection.CopyAsync("record_in", rows, stop);
            await merge.ExecuteNonQueryAsync(stop);
            await transaction.CommitAsync(stop);
            return read;
        }, cancellationToken);
    }

    private static void Encode(CopyBuffer rows, long recordNo, OrderRow order, ReadOnlySpan<byte> document, ReadOnlySpan<byte> raw)
    {
        rows.Row();
        rows.Int64(recordNo);
        rows.Uuid(ContentHash.Of(raw));
        rows.Uuid(ContentHash.Of(document));
        rows.Int64(1);
        rows.Timestamp(TimeProvider.System.GetUtcNow());
        rows.Timestamp(order.ChangedAt);
        rows.Int32(1);
        rows.Int32(1);
        rows.Int32(1);
        rows.Date(order.OrderedOn);
        rows.Int16((short)EntityKind.Order);
        rows.Bool(false);
        rows.Text(order.Id);
        rows.Text(order.Id);
        rows.Text(order.Currency);
        rows.Numeric(order.Net);
        rows.Jsonb(document);
        rows.Bytes(raw);
        rows.Int64(long.Parse(order.CustomerId, CultureInfo.InvariantCulture));   // the customer's number; the hub looks it up
    }

    /// <summary>The canonical document of the bench's mapping, written by hand.</summary>
    private static void Write(Utf8JsonWriter json, OrderRow order)
    {
        json.WriteStartObject();
        json.WriteString("number", order.Id);
        json.WriteString("orderedOn", Text(order.OrderedOn));
        json.WriteString("requestedOn", Text(order.RequestedOn));
        json.WriteString("status", order.Status);
        json.WriteString("currency", order.Currency);
        Write(json, "net", order.Net, order.Currency);
        json.WriteString("customer", $"{HubSetting.System}/customer/{order.CustomerId}");
        json.WriteStartArray("lines");
        foreach (var line in order.Lines)
        {
            json.WriteStartObject();
            json.WriteString("number", line.Number);
            json.WriteString("product", $"{HubSetting.System}/product/{line.ProductId}");
            json.WriteString("description", line.Description);
            Write(json, "quantity", line.Quantity, line.Unit, "value", "unit");
            Write(json, "net", line.Net, order.Currency);
            Write(json, "allocated", line.Allocated, line.Unit, "value", "unit");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("key", $"{HubSetting.System}/order/{order.Id}");
        json.WriteStartObject("attributes");
        json.WriteString("organization", order.Organization);
        json.WriteString("paymentTerms", order.PaymentTerms);
        json.WriteString("reference", order.Reference);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, decimal amount, string measure, string valueName = "amount", string measureName = "currency")
    {
        json.WriteStartObject(name);
        json.WriteNumber(valueName, amount);
        json.WriteString(measureName, measure);
        json.WriteEndObject();
    }

    private static string Text(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
