using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>What HTTP statuses mean for one record, alone or as a row of a batch.</summary>
internal static class RestStatus
{
    public static bool IsRefusal(int status) => status is 400 or 409 or 413 or 422;

    /// <summary>The API refuses what was sent, not us and not now.</summary>
    public static bool IsRefusal(this ApiAnswer answer) => IsRefusal((int)answer.Status);

    public static DeliveryResult.Deferred Deferred(this ApiAnswer answer) => Deferred(answer.What, (int)answer.Status, answer.RetryAfter);

    /// <summary>Why the API said no, in its own code and message.</summary>
    public static string Reason(this ApiAnswer answer, Delivery delivery)
    {
        try
        {
            return RestReason.Of((int)answer.Status, answer.Json(), delivery);
        }
        catch (ProtocolException)
        {
            return RestReason.Of((int)answer.Status, body: null, delivery);
        }
    }

    /// <remarks>
    /// After a 5xx the record may have been written all the same. Coming again is safe: this connector's upserts replace, or look first.
    /// </remarks>
    public static DeliveryResult.Deferred Deferred(string what, int status, TimeSpan? after) =>
        new($"{what}: the API {(status is 429 or 503 ? "is too busy" : "failed")} ({status}).", after);
}
