using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Preview;

/// <summary>
/// What of a record a mapping looks at, with the places of its values: <c>lines[1].LineNet</c>, in the words of an explanation. The rest of the record is left out.
/// </summary>
internal static class RecordedInput
{
    /// <summary>Copies what a shape asks for.</summary>
    /// <param name="record">The whole record.</param>
    /// <param name="shape">What the mapping looks at.</param>
    /// <param name="value">Makes the copy of a single value from its place and the value.</param>
    public static JsonNode? Copy(JsonElement record, Shape shape, Func<string, JsonElement, JsonNode?> value) => Copy(record, shape.Root, "", value);

    private static JsonNode? Copy(JsonElement element, Node node, string place, Func<string, JsonElement, JsonNode?> value) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element, node, place, value),
        JsonValueKind.Array => List(element, node, place, value),
        _ => value(place, element),
    };

    private static JsonObject Object(JsonElement element, Node node, string place, Func<string, JsonElement, JsonNode?> value)
    {
        var copy = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            var name = Encoding.UTF8.GetBytes(property.Name);
            // one object where a list is looked for is a list of one
            if (node.Properties is { } properties && properties.TryGet(name, out var child))
                copy[property.Name] = Copy(property.Value, child, place.Length == 0 ? Step(property.Name) : $"{place}.{Step(property.Name)}", value);
            else if (node.Element?.Root.Properties is { } ofElement && ofElement.TryGet(name, out child))
                copy[property.Name] = Copy(property.Value, child, $"{place}[0].{Step(property.Name)}", value);
        }

        return copy;
    }

    private static JsonArray List(JsonElement element, Node node, string place, Func<string, JsonElement, JsonNode?> value)
    {
        var copy = new JsonArray();
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            var child = node.Element?.Root ?? (index < node.Items.Length ? node.Items[index] : null);
            if (node.Element is null && index >= node.Items.Length)
                break;
            copy.Add(child is null ? null : Copy(item, child, string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), value));
            index++;
        }

        return copy;
    }

    /// <summary>A name as it stands in a path.</summary>
    private static string Step(string name) => name.AsSpan().IndexOfAny(".['\"") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A place as an explanation names it, in the form places have here.</summary>
    public static string PlaceOf(string path)
    {
        var place = new StringBuilder();
        foreach (var step in SourcePath.Parse(path).Steps)
        {
            if (step.Index is { } index)
                place.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else
                place.Append(place.Length == 0 ? "" : ".").Append(Step(step.Name!));
        }

        return place.ToString();
    }
}
