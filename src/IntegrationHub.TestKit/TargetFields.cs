using System.Text.Json.Nodes;

namespace IntegrationHub.TestKit;

/// <summary>What in a delivery's fields must not turn up in a message.</summary>
internal static class TargetFields
{
    private const int Shortest = 4;   // shorter texts are in every sentence

    public static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(field => Texts(field.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length >= Shortest => [text],
        _ => [],
    };
}
