using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class QuotaHandlerTests
{
    [Fact]
    public async Task Every_attempt_of_a_connection_is_a_call_and_a_login_is_none()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var busy = 2;
        await using var peer = await Peer.StartAsync(context =>
        {
            if (context.Request.Path == "/token")
                return context.Response.WriteAsync("""{"access_token":"a"}""");
            context.Response.Headers["Sforce-Limit-Info"] = "api-usage=4400/5000";
            context.Response.StatusCode = busy-- > 0 ? 503 : 200;
            context.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });
        var account = new QuotaAccount(QuotaLimits.Of("crm", [new() { PerDay = 10_000 }]), new QuotaLedger(database.DataSource), TimeProvider.System);
        using var http = ConnectionHttp.Create("crm", new(), new AllowedHosts([peer.Address], []), new QuotaHandler(account, new()), TimeProvider.System, NullLogger.Instance);
        var services = new ConnectorServices(http, TimeProvider.System, NullLogger.Instance);
        var client = services.Authorized(new HttpAuthOptions { Kind = HttpAuth.ClientCredentials, TokenUrl = new(peer.Address, "/token"), ClientId = "hub", ClientSecret = new Secret("s") });

        (await client.GetAsync(peer.Address)).EnsureSuccessStatusCode();
        await client.PostAsync(peer.Address, new StringContent("x"));
        await account.DisposeAsync();

        var state = (await new QuotaLedger(database.DataSource).ListAsync(CancellationToken.None))["crm"];
        (state.Live, state.ToldLimit, state.Used >= 4400).ShouldBe((4, 5000L, true));
    }
}
