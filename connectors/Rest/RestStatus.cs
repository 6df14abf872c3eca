using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>What HTTP statuses mean for one record, alone or as a row of a batch.</summary>
internal static class RestStatus
{
    public static bool IsRefusal(int status) => status is 400 or 409 or 413 or 422;

    public static bool IsBusy(int status) => status is 408 or 429 or >= 500;

    /// <summary>The API wants to be left alone for a while: nothing more is sent in this round.</summary>
    public static bool AsksForRest(int status) => status is 429 or 503;

    /// <remarks>
    /// After a 5xx the record may have been written all the same. Coming again is safe: this connector's upserts replace, or look first.
    /// </remarks>
    public static DeliveryResult.Deferred Deferred(string what, int status, TimeSpan? after) =>
        new($"{what}: the API {(AsksForRest(status) ? "is too busy" : "failed")} ({status}).", after);
}
