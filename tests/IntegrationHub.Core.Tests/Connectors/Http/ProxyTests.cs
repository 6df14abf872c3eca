using System.Collections.Concurrent;
using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class ProxyTests
{
    [Fact]
    public async Task Requests_go_through_the_proxy_with_its_password_except_those_that_bypass_it()
    {
        var asked = new ConcurrentQueue<string>();
        await using var proxy = await Peer.StartAsync(context =>
        {
            if (context.Request.Headers.ProxyAuthorization != $"Basic {Convert.ToBase64String("hub:pw"u8)}")
            {
                context.Response.StatusCode = 407;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
                return Task.CompletedTask;
            }

            asked.Enqueue(context.Request.Host.Value!);
            return context.Response.WriteAsync("by proxy");
        });
        await using var near = await Peer.StartAsync(context => context.Response.WriteAsync("directly"));
        ConnectionHttpOptions Options(string password) => new()
        {
            AllowedHosts = ["erp.example.com"],
            Proxy = new() { Address = proxy.Address, User = "hub", Password = new Secret(password), Bypass = ["127.0.0.1"] },
        };

        var client = near.Client(Options("pw"));
        (await client.GetStringAsync("http://erp.example.com/orders")).ShouldBe("by proxy");
        (await client.GetStringAsync(near.Address)).ShouldBe("directly");
        asked.ShouldBe(["erp.example.com"]);
        var refused = await Should.ThrowAsync<AccessException>(() => near.Client(Options("wr0ng")).GetAsync("http://erp.example.com/orders"));
        refused.Message.ShouldContain("Http:Proxy");
        refused.ToString().ShouldNotContain("wr0ng");
    }
}
