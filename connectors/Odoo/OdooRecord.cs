using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>
/// A record of Odoo as plain JSON, so that mappings can be read: <c>false</c> for "empty" is null, but stays where a field is a yes or no; <c>[7, "山田商事"]</c> is an object with <c>id</c>
/// and <c>name</c>; times are ISO 8601 in UTC. Numbers keep the digits they came with.
/// </summary>
internal sealed class OdooRecord(long id, JsonObject json, string? stamp)
{
    private static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long Id { get; } = id;

    public JsonObject Json { get; } = json;

    /// <summary>As Odoo wrote it: whole seconds, UTC.</summary>
    public string? Stamp { get; } = stamp;

    /// <exception cref="ProtocolException">It is no record.</exception>
    public static OdooRecord Of(JsonElement row, JsonElement model)
    {
        if (!row.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number))
            throw new ProtocolException("Odoo gave a record without its id. Check BaseUrl.");
        var json = new JsonObject { ["id"] = number };
        foreach (var field in row.EnumerateObject().Where(field => field.Name != "id").OrderBy(field => field.Name, StringComparer.Ordinal))
            json[field.Name] = Value(field.Value, model.TryGetProperty(field.Name, out var definition) ? definition.GetProperty("type").GetString() : null);
        return new OdooRecord(number, json, row.TryGetProperty(OdooFields.Stamp, out var stamp) && stamp.ValueKind == JsonValueKind.String ? stamp.GetString() : null);
    }

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Json, Style);

    public static decimal Number(JsonNode? value) => value is null ? 0 : decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number the other way round, with the digits it has.</summary>
    public static JsonNode? Negated(JsonNode? value) => value?.ToJsonString() is not { } digits ? null
        : Number(value) == 0 ? value.DeepClone() : JsonNode.Parse(digits.StartsWith('-') ? digits[1..] : $"-{digits}");

    private static JsonNode? Value(JsonElement value, string? type) => (type, value.ValueKind) switch
    {
        ("boolean", _) => JsonValue.Create(value),
        (_, JsonValueKind.False or JsonValueKind.Null) => null,
        ("many2one", JsonValueKind.Array) when value.GetArrayLength() == 2 => new JsonObject { ["id"] = JsonValue.Create(value[0]), ["name"] = JsonValue.Create(value[1]) },
        ("datetime", JsonValueKind.String) => $"{value.GetString()!.Replace(' ', 'T')}Z",
        (_, JsonValueKind.Array) => JsonArray.Create(value),
        (_, JsonValueKind.Object) => JsonObject.Create(value),
        _ => JsonValue.Create(value),
    };
}
