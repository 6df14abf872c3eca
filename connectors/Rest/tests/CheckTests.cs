using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using static IntegrationHub.Connectors.Rest.Tests.StubApi;

namespace IntegrationHub.Connectors.Rest.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task The_check_asks_the_check_path_with_credentials()
    {
        await using var api = await StartAsync(_ => new Answer(200, "fine"));

        await Given.Target(api, auth: new HttpAuthOptions { Kind = HttpAuth.Bearer, Secret = new Secret("t0ken") }).CheckAsync(CancellationToken.None);

        var request = api.Requests.Single();
        request.Line.ShouldBe("GET /api");
        request.Headers["Authorization"].ShouldBe("Bearer t0ken");
    }

    [Fact]
    public async Task Api_keys_and_basic_credentials_go_into_their_headers()
    {
        await using var api = await StartAsync(_ => new Answer(200));

        await Given.Target(api, auth: new HttpAuthOptions { Kind = HttpAuth.ApiKey, Header = "X-Key", Secret = new Secret("k") }).CheckAsync(CancellationToken.None);
        await Given.Target(api, auth: new HttpAuthOptions { Kind = HttpAuth.Basic, User = "hub", Secret = new Secret("pässword") }).CheckAsync(CancellationToken.None);

        api.Requests[0].Headers["X-Key"].ShouldBe("k");
        api.Requests[1].Headers["Authorization"].ShouldBe("Basic aHViOnDDpHNzd29yZA==");
    }

    [Fact]
    public async Task What_the_check_meets_is_told_by_kind()
    {
        var status = 0;
        await using var api = await StartAsync(_ => new Answer(status, RetryAfter: status == 503 ? "5" : null));
        var target = Given.Target(api);

        status = 503;
        (await Should.ThrowAsync<TransientException>(() => target.CheckAsync(CancellationToken.None))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
        status = 403;
        await Should.ThrowAsync<AccessException>(() => target.CheckAsync(CancellationToken.None));
        status = 404;
        (await Should.ThrowAsync<SetupException>(() => target.CheckAsync(CancellationToken.None))).Message.ShouldContain("CheckPath");
        status = 422;
        await Should.ThrowAsync<ProtocolException>(() => target.CheckAsync(CancellationToken.None));
    }
}
