using System.Net;
using System.Net.Http.Headers;

namespace IntegrationHub.Sdk.Http;

/// <summary>Sends a copy of each request through the connection's client, with a token when there is a source of them.</summary>
internal sealed class AuthorizedHandler(ConnectorServices services, ITokenSource? tokens) : HttpMessageHandler
{
    internal static HttpClient Client(ConnectorServices services, ITokenSource? tokens) =>
        new(new AuthorizedHandler(services, tokens)) { Timeout = Timeout.InfiniteTimeSpan };   // the client underneath has one

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (tokens is null)
            return await SendCopyAsync(request, token: null, cancellationToken);
        if (request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken);   // it may have to be sent twice
        var token = await services.Tokens.TokenAsync(tokens, services, refused: null, cancellationToken);
        var answer = await SendCopyAsync(request, token, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return answer;
        answer.Dispose();
        token = await services.Tokens.TokenAsync(tokens, services, refused: token, cancellationToken);
        return await SendCopyAsync(request, token, cancellationToken);
    }

    private Task<HttpResponseMessage> SendCopyAsync(HttpRequestMessage request, AccessToken? token, CancellationToken cancellationToken)
    {
        // not disposed: that would dispose the content, which belongs to the request
        var copy = new HttpRequestMessage(request.Method, AddressOf(request, token)) { Content = request.Content, Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var (name, values) in request.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, value) in (IDictionary<string, object?>)request.Options)
            ((IDictionary<string, object?>)copy.Options)[name] = value;
        if (token is not null)
            copy.Headers.Authorization = new AuthenticationHeaderValue(token.Scheme, token.Value.Reveal());
        return services.Http.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static Uri? AddressOf(HttpRequestMessage request, AccessToken? token) =>
        token?.Address is { } api ? new UriBuilder(request.RequestUri!) { Scheme = api.Scheme, Host = api.Host, Port = api.Port }.Uri : request.RequestUri;
}
