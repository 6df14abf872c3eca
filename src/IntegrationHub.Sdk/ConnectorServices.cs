using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk;

/// <summary>What the hub hands to a connector: the connection's own HTTP client, the clock and a log. Safe from several threads.</summary>
/// <param name="Http">
/// Has the hub's timeouts, retries of idempotent reads, circuit breaker, limits and quota, and no credentials: for connectors whose logins are
/// a protocol of their own. Do not dispose it, do not retry around it.
/// </param>
/// <param name="Time">The clock to use instead of <see cref="DateTime"/>.</param>
/// <param name="Log">Log keys and counts; never names, addresses, payloads or secrets.</param>
public sealed record ConnectorServices(HttpClient Http, TimeProvider Time, Microsoft.Extensions.Logging.ILogger Log)
{
    /// <summary>An answer may have so many bytes, decompressed; <see cref="ApiClient"/> gives up a larger one. Set by the hub from the connection's settings.</summary>
    public long MostAnswerBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The tokens that all jobs of the process share. Set by the hub; a connector has nothing to do with it.</summary>
    public TokenCache Tokens { get; init; } = new();

    /// <summary>What was pushed to this connection. Set by the hub; nothing elsewhere.</summary>
    public IReceived Received { get; init; } = new NothingReceived();

    /// <summary>
    /// The client of the connection that authorizes each request: <see cref="Http"/>, with credentials. Call it when a source or target is opened, or
    /// later; as often as you like, since tokens are shared by all clients of the same credentials, are fetched by one of them at a time, renewed before they expire,
    /// and once more when the other side refuses one (401: then that request is sent a second time, reads and writes alike, since it was not carried out).
    /// It throws what <see cref="Http"/> throws, and <see cref="AccessException"/> when no token is given. Do not dispose it.
    /// </summary>
    /// <exception cref="SetupException">The options lack something for their kind.</exception>
    public HttpClient Authorized(HttpAuthOptions auth)
    {
        switch (auth.Kind)
        {
            case HttpAuth.None:
                return Http;
            case HttpAuth.ClientCredentials or HttpAuth.RefreshToken or HttpAuth.JwtBearer:
                return Authorized(new OAuthTokens(auth));
            default:
                var client = AuthorizedHandler.Client(this, tokens: null);
                auth.Apply(client.DefaultRequestHeaders);
                return client;
        }
    }

    /// <summary>The same for a connector that has its own way to a token, such as a signed assertion or a session.</summary>
    public HttpClient Authorized(ITokenSource tokens) => AuthorizedHandler.Client(this, tokens);
}
