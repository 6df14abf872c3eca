using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>
/// Values as kintone writes them: each wrapped in <c>{"value": …}</c>, numbers as texts, tables as rows without ids (the rows replace all there were). Source: kintone REST API, "Field types".
/// </summary>
internal static class KintoneValues
{
    /// <summary>A record's fields for a request.</summary>
    public static JsonObject Wrapped(IEnumerable<KeyValuePair<string, JsonNode?>> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)new JsonObject { ["value"] = Inner(field.Value) })));

    /// <summary>A value of an answer as mappings write it.</summary>
    public static JsonNode? Unwrapped(JsonElement field)
    {
        var (type, value) = (field.GetProperty("type").GetString(), field.GetProperty("value"));
        return type switch
        {
            "SUBTABLE" => new JsonArray([.. value.EnumerateArray().Select(row => (JsonNode)Row(row.GetProperty("value")))]),
            "NUMBER" or "CALC" => decimal.TryParse(value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
            _ when value.ValueKind == JsonValueKind.String => value.GetString() is { Length: > 0 } text ? JsonValue.Create(text) : null,
            _ when value.ValueKind == JsonValueKind.Null => null,
            _ => JsonNode.Parse(value.GetRawText()),
        };
    }

    /// <summary>The columns of a row that have a value.</summary>
    private static JsonObject Row(JsonElement columns) =>
        new(columns.EnumerateObject().Select(column => KeyValuePair.Create(column.Name, Unwrapped(column.Value))).Where(column => column.Value is not null));

    private static JsonNode? Inner(JsonNode? value) => value switch
    {
        null => JsonValue.Create(""),
        JsonArray rows when rows.All(row => row is JsonObject) => new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject { ["value"] = Wrapped(row!.AsObject()) })]),
        JsonArray values => new JsonArray([.. values.Select(one => (JsonNode?)JsonValue.Create(one?.ToString() ?? ""))]),
        JsonObject part => part.DeepClone(),   // what has a shape of its own
        JsonValue single => JsonValue.Create(single.ToString()),
        _ => value.DeepClone(),
    };
}
