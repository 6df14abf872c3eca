using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationHub.Core.Canonical;

/// <summary>
/// How canonical records are written as JSON: the document the store keeps and hashes, outward mappings read, and pages show.
/// camelCase names, absent values left out, text unescaped where JSON allows it.
/// </summary>
public static class CanonicalJson
{
    private static readonly CanonicalJsonContext Context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // stored and sent as application/json, never put into HTML unescaped
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>For a writer whose documents must equal, byte for byte, what <see cref="ToBytes"/> makes.</summary>
    internal static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The record's document, without source version and deletion.</summary>
    public static void Write(Utf8JsonWriter writer, CanonicalRecord record) => JsonSerializer.Serialize(writer, record, TypeOf(record.Kind));

    public static byte[] ToBytes(CanonicalRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, TypeOf(record.Kind));

    /// <summary>Reads a stored document back.</summary>
    /// <exception cref="JsonException">The document is not one of this kind.</exception>
    public static CanonicalRecord Read(EntityKind kind, ReadOnlySpan<byte> document, bool deleted = false)
    {
        var record = (CanonicalRecord)JsonSerializer.Deserialize(document, TypeOf(kind))!;
        return deleted ? record with { Deleted = true } : record;
    }

    private static JsonTypeInfo TypeOf(EntityKind kind) => kind switch
    {
        EntityKind.Customer => Context.Customer,
        EntityKind.Contact => Context.Contact,
        EntityKind.Product => Context.Product,
        EntityKind.Order => Context.Order,
        EntityKind.Shipment => Context.Shipment,
        EntityKind.Invoice => Context.Invoice,
        EntityKind.Payment => Context.Payment,
        EntityKind.StockLevel => Context.StockLevel,
        EntityKind.Contract => Context.Contract,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a canonical entity."),
    };
}

[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Shipment))]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(Payment))]
[JsonSerializable(typeof(StockLevel))]
[JsonSerializable(typeof(Contract))]
internal sealed partial class CanonicalJsonContext : JsonSerializerContext;
