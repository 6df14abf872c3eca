using System.Net;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.Tests.Http;

public sealed class TokenTests : IAsyncLifetime
{
    private OAuthServer _server = null!;

    public async Task InitializeAsync() => _server = await OAuthServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_client_asks_for_one_token_and_sends_it_with_each_request()
    {
        var client = _server.Services.Authorized(_server.Auth);
        (await client.GetAsync(_server.Api)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(_server.Api)).StatusCode.ShouldBe(HttpStatusCode.OK);

        _server.TokenRequests.Single().Body.ShouldBe("grant_type=client_credentials&client_id=hub&client_secret=s3cr3t");
        _server.ApiRequests.ShouldAllBe(request => request.Headers["Authorization"] == "Bearer token-1");
    }

    [Fact]
    public async Task Clients_of_the_same_credentials_share_a_token_that_is_fetched_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _server.Services.Authorized(_server.Auth).GetAsync(_server.Api)));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        _server.TokenRequests.Count.ShouldBe(1);

        var other = _server.Auth;
        other.Scope = "more";
        await _server.Services.Authorized(other).GetAsync(_server.Api);
        _server.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        var client = _server.Services.Authorized(_server.Auth);
        await client.GetAsync(_server.Api);
        _server.Time.Now += TimeSpan.FromMinutes(58);
        await client.GetAsync(_server.Api);
        _server.TokenRequests.Count.ShouldBe(1);
        _server.Time.Now += TimeSpan.FromSeconds(61);
        await client.GetAsync(_server.Api);
        _server.TokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_and_the_request_sent_again_also_when_it_writes()
    {
        var client = _server.Services.Authorized(_server.Auth);
        await client.GetAsync(_server.Api);
        _server.Revoke();
        (await Task.WhenAll(Enumerable.Range(0, 10).Select(async i => await (await client.PostAsync(_server.Api, new StringContent($"{i}"))).Content.ReadAsStringAsync())))
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"[\"{i}\"]"));
        _server.TokenRequests.Count.ShouldBe(2);

        _server.TakesNone = true;
        (await client.PostAsync(_server.Api, new StringContent("x"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _server.ApiRequests.Count(request => request.Body == "x").ShouldBe(2);
    }

    [Fact]
    public async Task Id_and_secret_may_go_into_a_header_as_the_standard_writes_them()
    {
        var auth = _server.Auth;
        (auth.ClientAuth, auth.ClientSecret, auth.Scope) = (TokenClientAuth.Basic, new Secret("a b:ü"), "read write");
        auth.Parameters["audience"] = "https://api.example.com";
        await _server.Services.Authorized(auth).GetAsync(_server.Api);

        var request = _server.TokenRequests.Single();
        request.Body.ShouldBe("audience=https%3A%2F%2Fapi.example.com&grant_type=client_credentials&scope=read+write");
        request.Headers["Authorization"].ShouldBe($"Basic {Convert.ToBase64String("hub:a+b%3A%C3%BC"u8)}");
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client","error_description":"hub with s3cr3t is unknown"}""", "'invalid_client' (400)")]
    [InlineData(401, "<html>s3cr3t</html>", "refuses our credentials (401)")]
    [InlineData(400, "", "refused (400)")]
    [InlineData(200, """{"error":"invalid_code"}""", "'invalid_code' (200)")]
    [InlineData(200, """{"error":"you sent s3cr3t: who is that, and why would anybody ask such a thing?"}""", "'an error that is no code' (200)")]
    public async Task A_refusal_names_the_code_and_no_secret_and_is_not_asked_for_again_at_once(int status, string body, string says)
    {
        _server.Token = _ => new(status, body);
        var client = _server.Services.Authorized(_server.Auth);
        for (var i = 0; i < 3; i++)
        {
            var refusal = await Should.ThrowAsync<AccessException>(() => client.GetAsync(_server.Api));
            refusal.Message.ShouldContain(says);
            refusal.ToString().ShouldNotContain("s3cr3t");
        }

        _server.TokenRequests.Count.ShouldBe(1);
        _server.ApiRequests.ShouldBeEmpty();
        (_server.Token, _server.Time.Now) = (null, _server.Time.Now + TimeSpan.FromSeconds(30));
        (await client.GetAsync(_server.Api)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_endpoint_that_is_busy_is_transient_and_one_that_makes_no_sense_a_breach_of_protocol()
    {
        var client = _server.Services.Authorized(_server.Auth);
        _server.Token = _ => new(429, "") { Headers = new Dictionary<string, string> { ["Retry-After"] = "9" } };
        (await Should.ThrowAsync<TransientException>(() => client.GetAsync(_server.Api))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(9));
        _server.Token = _ => new(200, "<html>");
        await Should.ThrowAsync<ProtocolException>(() => client.GetAsync(_server.Api));
        _server.Token = _ => new(200, """{"access_token":"two\nlines"}""");
        await Should.ThrowAsync<ProtocolException>(() => client.GetAsync(_server.Api));
    }

    [Fact]
    public async Task A_connector_may_have_its_own_way_to_a_token()
    {
        var client = _server.Services.Authorized(new Session());
        await client.GetAsync(_server.Api);
        _server.ApiRequests.Select(request => request.Headers["Authorization"]).ShouldBe(["Session 1", "Session 2"]);
    }

    [Fact]
    public void A_missing_token_endpoint_is_told_when_the_connection_is_opened()
    {
        var auth = _server.Auth;
        auth.TokenUrl = null;
        Should.Throw<SetupException>(() => _server.Services.Authorized(auth)).Message.ShouldContain("Auth:TokenUrl is missing");
    }

    private sealed class Session : ITokenSource
    {
        private int _logins;

        public string Account => "hub";

        public Task<AccessToken> FetchAsync(ConnectorServices services, CancellationToken cancellationToken) =>
            Task.FromResult(new AccessToken("Session", new Secret($"{++_logins}"), null));
    }
}
