using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>
/// Words an operator can use from an error body: its code and message, no more than a few lines. Values of the record that the
/// API repeats in its message are taken out, since they may be personal.
/// </summary>
internal static class RestReason
{
    public static string Of(int status, JsonElement? body, Delivery delivery)
    {
        var (code, message) = body is { ValueKind: JsonValueKind.Object } error ? Words(error) : ("", "");
        var words = string.Join(": ", ((string[])[code, RefusalWords.Without(delivery.Fields, message)]).Where(text => text.Length > 0));
        var reason = words.Length == 0 ? $"refused with status {status}, without saying why" : $"refused with status {status}: {words}";
        return RefusalWords.Short(reason);
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
}
