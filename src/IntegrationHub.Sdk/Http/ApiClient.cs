using System.Net.Http.Headers;

namespace IntegrationHub.Sdk.Http;

/// <summary>
/// Sends a request once and gives what came back, read to its end and never more than an answer may have. Safe from several threads; nothing to dispose.
/// Retries nothing: the client underneath repeats reads.
/// </summary>
/// <param name="services">The connection's.</param>
/// <param name="http">From <see cref="ConnectorServices.Authorized(HttpAuthOptions)"/>, or <see cref="ConnectorServices.Http"/>.</param>
/// <param name="mostBytes">A limit of the connector's own, when it is lower than the connection's.</param>
public sealed class ApiClient(ConnectorServices services, HttpClient http, long mostBytes = long.MaxValue)
{
    /// <summary>Set on a request that is no GET and still changes nothing over there (a search by POST): then it is repeated as reads are.</summary>
    public static readonly HttpRequestOptionsKey<bool> OnlyReads = new("hub.read");

    /// <summary>Set on a request that the vendor's limits do not count, such as a login: then the hub does not count it either.</summary>
    public static readonly HttpRequestOptionsKey<bool> Uncounted = new("hub.uncounted");

    private const int MostTrusted = 64 * 1024 * 1024;   // room made on the other side's word alone

    private readonly long _mostBytes = Math.Min(mostBytes, services.MostAnswerBytes);

    /// <summary>Asks for something; otherwise as <see cref="SendAsync"/>.</summary>
    public async Task<ApiAnswer> GetAsync(string subject, Uri address, string check, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(subject, request, check, cancellationToken);
    }

    /// <summary>Sends one request, once. Any status is an answer: <see cref="ApiAnswer.Success"/> makes an exception of those that are none.</summary>
    /// <param name="subject">What it is about, for messages: <c>orders</c>. No ids of persons, no payload.</param>
    /// <param name="request">Asks for JSON unless it has an <c>Accept</c>. The caller disposes it.</param>
    /// <param name="check">The settings an operator should look at when the answer is not right: <c>BaseUrl and Entities:orders:Path</c>.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent may have been carried out.</param>
    /// <exception cref="TransientException">No whole answer came: unreachable, dropped, or too slow. What was sent may have been carried out.</exception>
    /// <exception cref="ProtocolException">The answer is too large.</exception>
    public async Task<ApiAnswer> SendAsync(string subject, HttpRequestMessage request, string check, CancellationToken cancellationToken)
    {
        var what = $"{request.Method} {subject} at {request.RequestUri!.Authority}";
        if (request.Headers.Accept.Count == 0)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new ApiAnswer(what, check, response.StatusCode, await BodyAsync(what, response, cancellationToken))
            {
                Address = response.RequestMessage?.RequestUri ?? request.RequestUri,
                RetryAfter = RetryAfter(response),
                Headers = Headers(response),
            };
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            var why = (lost as HttpRequestException)?.HttpRequestError ?? (lost as HttpIOException)?.HttpRequestError;
            throw new TransientException($"{what}: no whole answer{(why is null ? "" : $" ({why})")}. Check {check} and whether the other side is up.", inner: lost);
        }
        catch (InvalidDataException garbled)
        {
            throw new ProtocolException($"{what}: the answer cannot be decompressed. Check {check}.", garbled);
        }
        catch (OperationCanceledException tooSlow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException($"{what}: no answer in time.", inner: tooSlow);
        }
    }

    /// <summary>
    /// The whole body in one array of its size. Pages are megabytes: an array that grows, and is then copied, would be four times as much garbage, and garbage of that size
    /// is collected late. So a body of known length is read into its place, and of an unknown one (compressed, chunked) the pieces are borrowed.
    /// </summary>
    private async Task<byte[]> BodyAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var announced = response.Content.Headers.ContentLength ?? 0;
        if (announced > _mostBytes)
            throw TooLarge(what);
        if (announced is > 0 and <= MostTrusted && response.IsSuccessStatusCode && response.RequestMessage?.Method != HttpMethod.Head)
            return await KnownAsync(what, stream, GC.AllocateUninitializedArray<byte>((int)announced), cancellationToken);
        using var pieces = new BorrowedPieces();
        for (int read; (read = await stream.ReadAsync(pieces.Room(), cancellationToken)) > 0;)
        {
            pieces.Took(read);
            if (pieces.Length > _mostBytes)
                throw TooLarge(what);
        }

        return pieces.ToArray();
    }

    private static async Task<byte[]> KnownAsync(string what, Stream stream, byte[] body, CancellationToken cancellationToken)
    {
        var at = 0;
        for (int read; at < body.Length && (read = await stream.ReadAsync(body.AsMemory(at), cancellationToken)) > 0;)
            at += read;
        return at == body.Length ? body : throw new TransientException($"{what}: no whole answer ({at} of {body.Length} bytes). Check whether the other side is up.");
    }

    private ProtocolException TooLarge(string what) => new($"{what}: the answer is larger than {_mostBytes / 1024 / 1024} MB. Ask for smaller pages, or raise MostMegabytes.");

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - services.Time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static Dictionary<string, IReadOnlyList<string>> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            headers[name] = [.. values];
        return headers;
    }
}
