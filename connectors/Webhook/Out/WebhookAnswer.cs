using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Webhook.Out;

/// <summary>
/// What a success says of each change: nothing, or JSON without <c>results</c>, and all are taken; or <c>{"results": [{"key", "status": "taken" | "refused" | "later", "id", "code"}]}</c>,
/// in which what is not named is taken.
/// </summary>
internal static partial class WebhookAnswer
{
    public static IEnumerable<DeliveryResult> Results(ApiAnswer answer, Delivery[] changes)
    {
        if (answer.Body.Length == 0)
            return changes.Select(Taken);
        var said = Said(answer);
        return changes.Select(change => said.TryGetValue(change.ExternalKey, out var row) ? Result(answer, change, row) : Taken(change));
    }

    private static DeliveryResult Taken(Delivery change) => new DeliveryResult.Delivered(change.RemoteId ?? change.ExternalKey);

    private static Dictionary<string, JsonElement> Said(ApiAnswer answer)
    {
        var rows = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (answer.Json() is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("results", out var results))
            return rows;
        if (results.ValueKind != JsonValueKind.Array)
            throw new ProtocolException($"{answer.What}: 'results' is not a list. Check {answer.Check}.");
        foreach (var row in results.EnumerateArray())
        {
            if (Text(row, "key") is not { } key)
                throw new ProtocolException($"{answer.What}: a result without its 'key'. Check {answer.Check}.");
            rows[key] = row;
        }

        return rows;
    }

    private static DeliveryResult Result(ApiAnswer answer, Delivery change, JsonElement row) => Text(row, "status") switch
    {
        "taken" => new DeliveryResult.Delivered(Text(row, "id") ?? change.RemoteId ?? change.ExternalKey),
        "refused" => new DeliveryResult.Rejected($"{change.Entity} {change.ExternalKey}: the other side refused it{(Code(row) is { } code ? $": {code}" : "")}."),
        "later" => new DeliveryResult.Deferred($"{answer.What}: the other side asks to come later.", answer.RetryAfter),
        _ => throw new ProtocolException($"{answer.What}: a result's 'status' is neither taken, refused nor later. Check {answer.Check}."),
    };

    private static string? Text(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A code is repeated to people; a sentence is not: it may quote the record.</summary>
    private static string? Code(JsonElement row) => Text(row, "code") is { } code && CodeLike().IsMatch(code) ? code : null;

    [GeneratedRegex("^[A-Za-z0-9_.:-]{1,64}$")]
    private static partial Regex CodeLike();
}
