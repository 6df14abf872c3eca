using System.Net;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>What came back on a request.</summary>
/// <param name="What">The request in words, for messages: <c>PUT orders</c>. No ids, no payload.</param>
/// <param name="Place">Where it went.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">How long the API asks us to wait, when it does.</param>
/// <param name="Body">The body as it came.</param>
internal sealed record RestAnswer(string What, RestPlace Place, HttpStatusCode Status, TimeSpan? RetryAfter, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsGone => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>The API refuses what was sent, not us and not now.</summary>
    public bool IsRefusal => RestStatus.IsRefusal((int)Status);

    public bool IsBusy => RestStatus.IsBusy((int)Status);

    public DeliveryResult.Deferred Deferred() => RestStatus.Deferred(What, (int)Status, RetryAfter);

    /// <exception cref="ProtocolException">The body is not JSON.</exception>
    public JsonElement Json() =>
        Parsed() ?? throw new ProtocolException($"{What}: the answer ({(int)Status}) is not JSON. Check BaseUrl and {Place.Setting}.");

    /// <summary>Why the API said no, in its own code and message.</summary>
    public string Reason(Delivery delivery) => RestReason.Of((int)Status, Parsed(), delivery);

    /// <summary>The exception for an answer that is neither success, refusal of a record, nor "busy".</summary>
    public ConnectorException Unusable() => (int)Status switch
    {
        401 or 403 => new AccessException($"{What}: the API refuses our credentials ({(int)Status}). Check Auth:Kind and Auth:Secret, and what that login may do."),
        404 or 405 or 410 => new SetupException($"{What}: there is no such path at the API ({(int)Status}). Check BaseUrl and {Place.Setting}."),
        >= 300 and < 400 => new SetupException($"{What}: the API sends us elsewhere ({(int)Status}). Set BaseUrl to where it really is."),
        _ => new ProtocolException($"{What}: the API answered {(int)Status}, which means nothing here. Check {Place.Setting}."),
    };

    private JsonElement? Parsed()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
