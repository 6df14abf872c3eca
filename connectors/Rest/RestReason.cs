using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>
/// Words an operator can use from an error body: its code and message, no more than a few lines. Values of the record that the
/// API repeats in its message are taken out, since they may be personal.
/// </summary>
internal static class RestReason
{
    private const int MaxLength = 300;
    private const int ShortestValue = 3;   // shorter ones say nothing about a person and would tear words apart

    public static string Of(int status, JsonElement? body, Delivery delivery)
    {
        var (code, message) = body is { ValueKind: JsonValueKind.Object } error ? Words(error) : ("", "");
        var words = string.Join(": ", ((string[])[code, Without(delivery.Fields, message)]).Where(text => text.Length > 0));
        var reason = words.Length == 0 ? $"refused with status {status}, without saying why" : $"refused with status {status}: {words}";
        return reason.Length <= MaxLength ? reason : $"{reason.AsSpan(0, MaxLength)}…";
    }

    /// <summary><c>{"error": {"code", "message"}}</c>, <c>{"code", "message"}</c>, <c>{"error": "text"}</c>, or problem details.</summary>
    private static (string Code, string Message) Words(JsonElement body)
    {
        if (body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            return Words(error);
        var said = (string[])[Text(body, "error"), Text(body, "message"), Text(body, "title"), Text(body, "detail")];
        return (Text(body, "code"), string.Join(": ", said.Where(text => text.Length > 0).Take(2)));
    }

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!.ReplaceLineEndings(" ").Trim() : "";

    private static string Without(JsonObject fields, string words)
    {
        var values = Values(fields).Where(value => value.Length >= ShortestValue && !fields.ContainsKey(value)).Distinct(StringComparer.Ordinal);
        return values.OrderByDescending(value => value.Length).Aggregate(words, (text, value) => text.Replace(value, "…", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(field => Values(field.Value)),
        JsonArray list => list.SelectMany(Values),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
