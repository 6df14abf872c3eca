using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Preview;

/// <summary>What of a record a mapping looks at: a copy without the rest. Each value has a place, such as <c>lines[1].LineNet</c>.</summary>
/// <param name="record">The whole record.</param>
internal sealed class RecordedInput(JsonElement record)
{
    /// <summary>Copies what a shape asks for.</summary>
    /// <param name="shape">What the mapping looks at.</param>
    /// <param name="value">Makes the copy of a single value from its place and the value.</param>
    public JsonNode? Copy(Shape shape, Func<string, JsonElement, JsonNode?> value) => Copy(record, [shape.Root], "", value);

    private static JsonNode? Copy(JsonElement element, Node[] nodes, string place, Func<string, JsonElement, JsonNode?> value) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element, nodes, place, value),
        JsonValueKind.Array => List(element, nodes, place, value),
        _ => value(place, element),
    };

    private static JsonObject Object(JsonElement element, Node[] nodes, string place, Func<string, JsonElement, JsonNode?> value)
    {
        var copy = new JsonObject();
        Node[] only = [.. nodes.SelectMany(node => Elements(node, 0))];   // one object where a list is looked for is a list of one
        foreach (var property in element.EnumerateObject())
        {
            if (Named(nodes, property.Name) is { Length: > 0 } children)
                copy[property.Name] = Copy(property.Value, children, Beneath(place, property.Name), value);
            else if (Named(only, property.Name) is { Length: > 0 } ofElement)
                copy[property.Name] = Copy(property.Value, ofElement, Beneath($"{place}[0]", property.Name), value);
            else if (property.NameEquals("#text") && nodes.Any(node => node.Slot >= 0))
                copy[property.Name] = Copy(property.Value, [], place, value);   // an element of XML is its text
        }

        return copy;
    }

    private static JsonArray List(JsonElement element, Node[] nodes, string place, Func<string, JsonElement, JsonNode?> value)
    {
        var copy = new JsonArray();
        var most = nodes.Any(node => node.Element is not null || node.Picks.Length > 0) ? int.MaxValue : nodes.Select(node => node.Items.Length).DefaultIfEmpty().Max();
        foreach (var (index, item) in element.EnumerateArray().Index().Take(most))
        {
            Node[] children = [.. nodes.SelectMany(node => Elements(node, index))];
            copy.Add(children.Length == 0 ? null : Copy(item, children, Numbered(place, index), value));
        }

        return copy;
    }

    /// <summary>What is asked for of an element of a list.</summary>
    private static IEnumerable<Node> Elements(Node node, int index)
    {
        if (node.Element is { } each)
            yield return each.Root;
        if (index < node.Items.Length && node.Items[index] is { } item)
            yield return item;
        foreach (var pick in node.Picks)
            yield return pick.Node;
    }

    private static Node[] Named(Node[] nodes, string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        return [.. nodes.Select(node => node.Properties is { } properties && properties.TryGet(utf8, out var child) ? child : null).OfType<Node>()];
    }

    /// <summary>The place of the value an explanation has read.</summary>
    /// <param name="path">As the explanation names it.</param>
    /// <param name="compared">Gets the places of values that elements were picked by on the way.</param>
    public string PlaceOf(string path, ICollection<string> compared)
    {
        var (place, at) = ("", record);
        foreach (var step in SourcePath.Parse(path).Steps)
        {
            if (step.Name is { } name)
                (place, at) = (Beneath(place, name), Property(at, name));
            else if (step.Index is { } index)
                (place, at) = (Numbered(place, index), Item(at, index));
            else
                (place, at) = Picked(at, place, step.Pick!, compared);
        }

        return place;
    }

    private static (string Place, JsonElement Element) Picked(JsonElement list, string place, PathPick pick, ICollection<string> compared)
    {
        JsonElement[] items = list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray()] : [list];
        foreach (var (index, item) in items.Index())
        {
            var (field, at) = (Numbered(place, index), item);
            foreach (var name in pick.Field)
                (field, at) = (Beneath(field, name), Property(at, name));
            compared.Add(field);
            if (Text(at) == pick.Value)
                return (Numbered(place, index), item);
        }

        return (place + "[]", default);
    }

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "" : value.ToString() is var text && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text;

    /// <summary>A property; of a list of one that came as one object, the object's.</summary>
    private static JsonElement Property(JsonElement element, string name) => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

    private static JsonElement Item(JsonElement element, int index) => element.ValueKind switch
    {
        JsonValueKind.Array when index < element.GetArrayLength() => element[index],
        JsonValueKind.Array => default,
        _ => index == 0 ? element : default,
    };

    private static string Beneath(string place, string name) =>
        (place.Length == 0 ? "" : place + ".") + (name.AsSpan().IndexOfAny(".['\"") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    private static string Numbered(string place, int index) => string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]");
}
