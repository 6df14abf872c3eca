using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>Values as Zoho takes them, and as the hub delivers them.</summary>
internal static partial class ZohoValue
{
    /// <summary>A reference without an id is none, and a point in time has no parts of a second.</summary>
    public static JsonNode? Sent(JsonNode? value) => value switch
    {
        JsonObject { Count: 1 } reference when reference.TryGetPropertyValue("id", out var id) && id is null => null,
        JsonValue text when text.TryGetValue<string>(out var instant) && Fraction().Match(instant) is { Success: true } parts => JsonValue.Create($"{parts.Groups[1].Value}{(parts.Groups[2].Value == "Z" ? "+00:00" : parts.Groups[2].Value)}"),
        _ => value?.DeepClone(),
    };

    /// <summary>As the hub would deliver it, by the field's type.</summary>
    public static JsonNode? Delivered(JsonElement record, ZohoField field)
    {
        if (!record.TryGetProperty(field.Name, out var value))
            return field.Type == "lookup" ? new JsonObject { ["id"] = null } : null;
        return (field.Type, value.ValueKind) switch
        {
            ("lookup", _) => new JsonObject { ["id"] = ZohoApi.Text(value, "id") },
            (_, JsonValueKind.Null) => null,
            ("datetime", JsonValueKind.String) when DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => JsonValue.Create(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
            (_, JsonValueKind.Number) when value.TryGetDecimal(out var number) => JsonValue.Create(number / 1.0000000000000000000000000000m),   // without zeros at the end
            _ => JsonNode.Parse(value.GetRawText()),
        };
    }

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Fraction();
}
