using System.Net;
using System.Net.Http.Headers;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Asks the API for pages: only at its own address, and never for more than an answer may have.</summary>
internal sealed class RestReader(RestSourceOptions options, ConnectorServices services)
{
    private readonly string _baseUrl = options.BaseUrl!.AbsoluteUri.TrimEnd('/');

    /// <summary>The address of a path below the API's.</summary>
    public Uri At(string pathAndQuery) => new(_baseUrl + pathAndQuery);

    /// <summary>Where a link of the API leads, seen from the page it stands on.</summary>
    /// <exception cref="ProtocolException">To another server: our credentials have no business there.</exception>
    public Uri Follow(Uri page, string link, RestPlace place)
    {
        if (Uri.TryCreate(page, link, out var next)
            && Uri.Compare(next, options.BaseUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0)
            return next;
        throw new ProtocolException($"{place.Setting}: the link to the next page leads to another server than BaseUrl. Set BaseUrl to where the API really is.");
    }

    /// <exception cref="ConnectorException">There is no whole answer, or not the one that was asked for.</exception>
    public async Task<RestPageAnswer> GetAsync(string entity, RestPlace place, Uri address, CancellationToken cancellationToken)
    {
        var what = $"GET {entity} at {options.BaseUrl!.Authority}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        options.Auth.Apply(request.Headers);
        try
        {
            using var response = await services.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var answer = new RestAnswer(what, place, response.StatusCode, RetryAfter(response), response.StatusCode == HttpStatusCode.OK ? await BodyAsync(what, response, cancellationToken) : []);
            if (answer.IsBusy)
                throw new TransientException(answer.Deferred().Reason, answer.RetryAfter);
            return answer.Status == HttpStatusCode.OK
                ? new RestPageAnswer(answer, response.RequestMessage?.RequestUri ?? address, response.Headers.TryGetValues("Link", out var links) ? [.. links] : [])
                : throw answer.Unusable();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new TransientException($"{what}: no whole answer came. Check BaseUrl and whether the API is up.", inner: lost);
        }
        catch (OperationCanceledException tooSlow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException($"{what}: no answer in time.", inner: tooSlow);
        }
    }

    private async Task<byte[]> BodyAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var most = options.MostMegabytes * 1024L * 1024L;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > most)
                throw new ProtocolException($"{what}: the answer is larger than {options.MostMegabytes} MB. Ask for smaller pages (Paging:Size), or raise MostMegabytes.");
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - services.Time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>A page as the API answered it.</summary>
/// <param name="Answer">With the whole body.</param>
/// <param name="Address">Where it came from, redirects on the same server included.</param>
/// <param name="Links">Its <c>Link</c> headers.</param>
internal sealed record RestPageAnswer(RestAnswer Answer, Uri Address, IReadOnlyList<string> Links);
