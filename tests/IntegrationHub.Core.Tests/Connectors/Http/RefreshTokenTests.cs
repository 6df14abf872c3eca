using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class RefreshTokenTests
{
    [Fact]
    public async Task Tokens_that_the_vendor_replaces_with_each_use_are_kept_for_all_hosts_and_sealed()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var (good, stolen) = (0, false);
        await using var peer = await Peer.StartAsync(async context =>
        {
            if (context.Request.Path != "/token")
                return;
            var form = await context.Request.ReadFormAsync();
            if (form["refresh_token"] != $"r3fresh-{good}")
            {
                stolen = true;   // a token that was used already: vendors then end all of them
                context.Response.StatusCode = 400;
                await context.Response.WriteAsync("""{"error":"invalid_grant"}""");
                return;
            }

            var next = Interlocked.Increment(ref good);
            await context.Response.WriteAsync($$"""{"access_token":"a{{next}}","refresh_token":"r3fresh-{{next}}","expires_in":3600}""");
        });
        var auth = new HttpAuthOptions { Kind = HttpAuth.RefreshToken, TokenUrl = new Uri(peer.Address, "/token"), ClientId = "hub", ClientSecret = new Secret("s"), RefreshToken = new Secret("r3fresh-0") };
        var hosts = Enumerable.Range(0, 4).Select(_ => new ConnectorServices(peer.Client(), TimeProvider.System, NullLogger.Instance) { Tokens = new TokenCache(new RefreshTokens(database.DataSource)) });

        // four hosts at once, none of which knows a token; then another start of the hub
        await Task.WhenAll(hosts.Select(host => host.Authorized(auth).GetAsync(peer.Address)));
        await new ConnectorServices(peer.Client(), TimeProvider.System, NullLogger.Instance) { Tokens = new TokenCache(new RefreshTokens(database.DataSource)) }.Authorized(auth).GetAsync(peer.Address);

        (good, stolen).ShouldBe((5, false));
        await using var command = database.DataSource.CreateCommand("select account || convert_from(sealed, 'LATIN1') from hub.refresh_token");
        var kept = (string)(await command.ExecuteScalarAsync())!;
        kept.ShouldNotContain("r3fresh");
    }
}
