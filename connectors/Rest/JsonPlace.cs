using System.Text.Json;

namespace IntegrationHub.Connectors.Rest;

/// <summary>A place in a JSON document, written with dots.</summary>
internal sealed class JsonPlace(string? place)
{
    private readonly string[] _names = string.IsNullOrEmpty(place) ? [] : place.Split('.');

    /// <summary>What stands there; undefined when nothing does.</summary>
    public JsonElement In(JsonElement element)
    {
        foreach (var name in _names)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return default;
        return element;
    }

    /// <summary>The text or number that stands there, as text; null when there is none, or an empty one.</summary>
    public string? TextIn(JsonElement element) => In(element) is var found && found.ValueKind switch
    {
        JsonValueKind.String => found.GetString(),
        JsonValueKind.Number => found.GetRawText(),
        _ => null,
    } is { Length: > 0 } text ? text : null;
}
