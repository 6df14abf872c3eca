using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class HostGuardTests
{
    [Theory]
    [InlineData("https://erp.example.com/x", true)]
    [InlineData("https://ERP.example.com:443/x", true)]
    [InlineData("https://erp.example.com:444/x", false)]
    [InlineData("http://erp.example.com/x", false)]
    [InlineData("https://login.example.com/token", true)]
    [InlineData("https://second.example.com", true)]
    [InlineData("https://jp.example.com", true)]
    [InlineData("https://text.example.com", true)]
    [InlineData("https://secret.example.com", false)]
    [InlineData("https://listed.example.com", true)]
    [InlineData("https://listed.example.com:8443", true)]
    [InlineData("https://port.example.com:8443", true)]
    [InlineData("https://port.example.com", false)]
    [InlineData("https://a.b.wild.example.com", true)]
    [InlineData("https://wild.example.com", false)]
    [InlineData("https://evilwild.example.com", false)]
    [InlineData("https://erp.example.com.evil.example", false)]
    public void Hosts_that_settings_name_are_allowed_and_no_others(string address, bool allowed) =>
        new AllowedHosts([new Options(), null], ["listed.example.com", "port.example.com:8443", "*.wild.example.com"]).Allows(new Uri(address)).ShouldBe(allowed);

    [Fact]
    public void A_host_that_the_connector_adds_when_it_is_opened_is_allowed()
    {
        var options = new Options { Auth = new() };
        var hosts = new AllowedHosts([options], []);
        hosts.Allows(new("https://login.example.com/token")).ShouldBeFalse();
        options.Auth.TokenUrl ??= new("https://login.example.com/token");
        hosts.Allows(new("https://login.example.com/token")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_to_another_host_is_refused_before_credentials_or_anything_leave()
    {
        await using var stranger = await Peer.StartAsync(_ => Task.CompletedTask);
        await using var peer = await Peer.StartAsync(_ => Task.CompletedTask);
        var services = new ConnectorServices(peer.Client(), TimeProvider.System, NullLogger.Instance);
        var client = services.Authorized(new HttpAuthOptions { Kind = HttpAuth.Bearer, Secret = new Secret("t") });

        (await client.GetAsync(peer.Address)).IsSuccessStatusCode.ShouldBeTrue();
        var refused = await Should.ThrowAsync<ProtocolException>(() => client.GetAsync(new Uri(stranger.Address, "/orders?page=2")));
        refused.Message.ShouldBe($"Connection 'erp': a request to {stranger.Address.Authority} was not sent, since no setting of the connection names that host. If it is right, add it to Connections:erp:Http:AllowedHosts.");
        stranger.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("api.example.com", true)]
    [InlineData("api.example.com:8443", true)]
    [InlineData("*.example.com", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("https://api.example.com", false)]
    [InlineData("api.example.com/x", false)]
    [InlineData("api.*.com", false)]
    [InlineData("*", false)]
    public void A_listed_host_is_a_host(string host, bool good) =>
        new ConnectionHttpOptions { AllowedHosts = [host] }.Validate(new(new object())).Any().ShouldBe(!good);

    private sealed class Options
    {
        public Uri BaseUrl { get; set; } = new("https://erp.example.com/api");
        public HttpAuthOptions Auth { get; set; } = new() { TokenUrl = new("https://login.example.com/token"), Secret = new Secret("https://secret.example.com") };
        public Dictionary<string, Part> Parts { get; set; } = new() { ["a"] = new() { At = new("https://second.example.com") } };
        public Uri Computed => new("https://jp.example.com");
        public string Text { get; set; } = "https://text.example.com/";
        public List<int> Numbers { get; set; } = [1];
    }

    private sealed class Part
    {
        public Uri? At { get; set; }
    }
}
