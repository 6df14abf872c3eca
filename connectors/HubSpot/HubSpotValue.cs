using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>Values as HubSpot has them, texts all of them, and as the hub delivers them.</summary>
internal static class HubSpotValue
{
    /// <summary>What a field is that makes an association with records of an object: <c>associated:companies</c>.</summary>
    public const string Associated = "associated:";

    /// <summary>As a text; "" clears. An object or a list has none: null.</summary>
    public static string? Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue some => some.GetValueKind() switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => some.ToString() },
        _ => null,
    };

    /// <summary>As the hub would deliver it, by the property's type.</summary>
    public static JsonNode? Delivered(string? text, string? type) => (text, type) switch
    {
        (null or "", _) => null,
        (_, "number") when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number / 1.0000000000000000000000000000m),   // without zeros at the end
        (_, "bool") => JsonValue.Create(text == "true"),
        (_, "datetime") when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => JsonValue.Create(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };
}
