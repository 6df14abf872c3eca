using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>What a batch endpoint says about each record.</summary>
internal static class RestBatchAnswer
{
    /// <summary>The answer's rows.</summary>
    /// <exception cref="ProtocolException">There is not exactly one per record.</exception>
    public static IReadOnlyList<JsonElement> Rows(ApiAnswer answer, int expected)
    {
        var json = answer.Json();
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
            throw new ProtocolException($"{answer.What}: the answer has no list 'results'. Check {answer.Check}.");
        return results.GetArrayLength() == expected
            ? [.. results.EnumerateArray()]
            : throw new ProtocolException($"{answer.What}: {expected} records were sent, {results.GetArrayLength()} were answered.");
    }

    /// <summary>One row's meaning for its record.</summary>
    /// <exception cref="ProtocolException">The row has no status that means something.</exception>
    public static DeliveryResult Result(ApiAnswer answer, JsonElement row, RestObject target, Delivery delivery)
    {
        var status = row.ValueKind == JsonValueKind.Object && row.TryGetProperty("status", out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
        return status switch
        {
            >= 200 and < 300 => new DeliveryResult.Delivered(target.IdOf(row, answer)),
            404 or 410 when target.KnownById && delivery.RemoteId is { Length: > 0 } => new DeliveryResult.Gone(),
            _ when ApiAnswer.IsBusyStatus(status) => RestStatus.Deferred(answer.What, status, answer.RetryAfter),
            >= 400 => new DeliveryResult.Rejected($"{delivery.Entity} {delivery.ExternalKey}: {RestReason.Of(status, row, delivery)}"),
            _ => throw new ProtocolException($"{answer.What}: the answer for {delivery.ExternalKey} has no usable 'status'."),
        };
    }
}
