using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Explain;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>Says where two pieces of JSON differ. Order of properties does not count; numbers are compared as numbers.</summary>
internal static class JsonDifference
{
    /// <summary>One line per difference: <c>lines[0].net.amount: expected 168, found 167</c>.</summary>
    public static IEnumerable<string> Between(JsonNode? expected, JsonNode? found) => At("", expected, found);

    private static IEnumerable<string> At(string path, JsonNode? expected, JsonNode? found)
    {
        switch (expected, found)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(property => property.Key).Union(right.Select(property => property.Key)).SelectMany(name =>
                    At(path.Length == 0 ? name : $"{path}.{name}", left, right, name));
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Zip(right).SelectMany((pair, index) => At(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), pair.First, pair.Second));
            default:
                return Same(expected, found) ? [] : [$"{path}: expected {Show(expected)}, found {Show(found)}"];
        }
    }

    private static IEnumerable<string> At(string path, JsonObject expected, JsonObject found, string name) =>
        (expected.TryGetPropertyValue(name, out var left), found.TryGetPropertyValue(name, out var right)) switch
        {
            (true, false) => [$"{path}: expected {Show(left)}, found nothing"],
            (false, true) => [$"{path}: expected nothing, found {Show(right)}"],
            _ => At(path, left, right),
        };

    private static bool Same(JsonNode? expected, JsonNode? found) =>
        expected is JsonValue left && found is JsonValue right
            && left.GetValueKind() is JsonValueKind.Number && right.GetValueKind() is JsonValueKind.Number
            && left.TryGetValue<decimal>(out var one) && right.TryGetValue<decimal>(out var other)
            ? one == other
            : JsonNode.DeepEquals(expected, found);

    private static string Show(JsonNode? node) => node?.ToJsonString(Explanation.JsonStyle) ?? "null";
}
