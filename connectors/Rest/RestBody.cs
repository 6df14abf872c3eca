using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Deliveries as request bodies. Written from the fields as they are: nothing is copied into or out of a delivery.</summary>
internal static class RestBody
{
    // sent as application/json, never put into HTML; Japanese stays readable and short
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Fields(Delivery delivery) => Written(1, writer => WriteRecord(writer, delivery, externalIdField: null));

    public static ReadOnlyMemory<byte> WithExternalId(Delivery delivery, string externalIdField) =>
        Written(1, writer => WriteRecord(writer, delivery, externalIdField));

    public static ReadOnlyMemory<byte> Batch(IReadOnlyCollection<Delivery> deliveries, RestObject target) => Written(deliveries.Count, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("records");
        foreach (var delivery in deliveries)
            WriteRecord(writer, delivery, target.ExternalIdField, target.KnownById ? target.IdField : null);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Written(int records, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(records * 1024);   // a batch that grows by doubling is copied several times
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            write(writer);
        return buffer.WrittenMemory;
    }

    private static void WriteRecord(Utf8JsonWriter writer, Delivery delivery, string? externalIdField, string? idField = null)
    {
        writer.WriteStartObject();
        if (idField is not null && delivery.RemoteId is { Length: > 0 } id)
            writer.WriteString(idField, id);
        if (externalIdField is not null)
            writer.WriteString(externalIdField, delivery.ExternalKey);
        foreach (var (name, value) in delivery.Fields)
        {
            if (name == externalIdField || name == idField)
                continue;   // the hub's key wins over a mapped field of the same name
            writer.WritePropertyName(name);
            if (value is null)
                writer.WriteNullValue();
            else
                value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
