using System.Text.Json;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Places in a body: names parted by dots, <c>[]</c> behind one for every element of a list.</summary>
internal static class BodyPath
{
    /// <summary>What is at the place; null when nothing is.</summary>
    public static JsonElement? At(JsonElement element, string path)
    {
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }

    /// <summary>The text of a value; null when it has none.</summary>
    public static string? TextOf(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } literal => literal.GetRawText(),
        _ => null,
    };

    /// <summary>All texts at a place with lists in it; where something is missing, null.</summary>
    public static IEnumerable<string?> TextsAt(JsonElement? body, string path)
    {
        if (body is not { } element)
            return [null];
        var bracket = path.IndexOf("[]", StringComparison.Ordinal);
        if (bracket < 0)
            return [TextOf(At(element, path))];
        return At(element, path[..bracket]) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().SelectMany(one => TextsAt(one, path[(bracket + 2)..].TrimStart('.')))
            : [null];
    }
}
