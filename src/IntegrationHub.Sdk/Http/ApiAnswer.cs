using System.Net;
using System.Text.Json;

namespace IntegrationHub.Sdk.Http;

/// <summary>What came back on a request, whole. Immutable, safe from several threads. Its messages hold nothing of the body.</summary>
/// <param name="What">The request in words, for messages: <c>PUT orders at crm.example.com</c>. No ids, no payload.</param>
/// <param name="Check">The settings an operator should look at when the answer is not right.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
public sealed record ApiAnswer(string What, string Check, HttpStatusCode Status, byte[] Body)
{
    /// <summary>How long the other side asks us to wait, when it does.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the answer came from, redirects on the same server included; null when nobody was asked.</summary>
    public Uri? Address { get; init; }

    /// <summary>The answer's headers; their names in any case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The other side is too busy or failed: another time.</summary>
    public bool IsBusy => IsBusyStatus((int)Status);

    /// <summary>The other side wants to be left alone for a while: nothing more is to be sent in this round.</summary>
    public bool AsksForRest => Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>There is no such thing (any more).</summary>
    public bool IsGone => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>Whether a status, also of a row in a batch's answer, means "another time".</summary>
    public static bool IsBusyStatus(int status) => status is 408 or 429 or >= 500;

    /// <summary>Itself, when it is a success.</summary>
    /// <exception cref="ConnectorException">It is none: <see cref="Failure"/>.</exception>
    public ApiAnswer Success() => IsSuccess ? this : throw Failure();

    /// <summary>The body as JSON. The caller disposes it, or does not.</summary>
    /// <exception cref="ProtocolException">It is none: a web page, half an answer, nothing.</exception>
    public JsonDocument Document()
    {
        try
        {
            return JsonDocument.Parse(Body.AsMemory(Body is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));   // some write a byte order mark
        }
        catch (JsonException)
        {
            // without the parser's own words: they quote the answer
            throw new ProtocolException($"{What}: the answer ({(int)Status}) is not JSON. Check {Check}.");
        }
    }

    /// <summary>The body as JSON that can be kept.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public JsonElement Json()
    {
        using var document = Document();
        return document.RootElement.Clone();
    }

    /// <summary>The exception for an answer that is no success, by its status alone. What the vendor says otherwise is to be looked at before.</summary>
    public ConnectorException Failure() => (int)Status switch
    {
        401 or 403 => new AccessException($"{What}: the API refuses our credentials ({(int)Status}). Check Auth, and what that login may do."),
        _ when IsBusy => new TransientException($"{What}: the API {(AsksForRest ? "is too busy" : "failed")} ({(int)Status}).", RetryAfter),
        404 or 405 or 410 => new SetupException($"{What}: there is no such path at the API ({(int)Status}). Check {Check}."),
        >= 300 and < 400 => new SetupException($"{What}: the API sends us elsewhere ({(int)Status}). Check {Check}, and set where it really is."),
        _ => new ProtocolException($"{What}: the API answered {(int)Status}, which means nothing here. Check {Check}."),
    };
}
