using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.Tests.Extraction;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Sdk.Tests.Http;

/// <summary>An API and the token endpoint that belongs to it. It takes the newest token only.</summary>
internal sealed class OAuthServer : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private ScriptedServer? _server;
    private int _issued;

    public HandClock Time { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    public Func<ServerRequest, ServerAnswer>? Token { get; set; }
    public bool TakesNone { get; set; }
    public int Issued => _issued;
    public IReadOnlyList<ServerRequest> TokenRequests => [.. _server!.Requests.Where(request => request.Path == "/token")];
    public IReadOnlyList<ServerRequest> ApiRequests => [.. _server!.Requests.Where(request => request.Path != "/token")];
    public ConnectorServices Services { get; private set; } = null!;
    public Uri Api => new(_server!.Address, "/api");

    public HttpAuthOptions Auth => new() { Kind = HttpAuth.ClientCredentials, TokenUrl = new(_server!.Address, "/token"), ClientId = "hub", ClientSecret = new Secret("s3cr3t") };

    public static async Task<OAuthServer> StartAsync()
    {
        var made = new OAuthServer();
        made._server = await ScriptedServer.StartAsync(made.Answer);
        made.Services = new ConnectorServices(made._http, made.Time, NullLogger.Instance);
        return made;
    }

    /// <summary>What the API takes until now is refused from now on.</summary>
    public void Revoke() => Interlocked.Increment(ref _issued);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server!.DisposeAsync();
    }

    private ServerAnswer Answer(ServerRequest request)
    {
        if (request.Path == "/token")
            return Token?.Invoke(request) ?? new(200, $$"""{"access_token":"token-{{Interlocked.Increment(ref _issued)}}","token_type":"bearer","expires_in":3600}""");
        return !TakesNone && request.Headers.GetValueOrDefault("Authorization") == $"Bearer token-{_issued}" ? new(200, $"[\"{request.Body}\"]") : new(401, """{"error":"expired"}""");
    }
}
