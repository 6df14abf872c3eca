using System.Security.Cryptography;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Salesforce.Tests;

public sealed class LoginTests : IAsyncLifetime
{
    private readonly RSA _key = RSA.Create(2048);
    private Given _given = null!;

    public async Task InitializeAsync() => _given = await Given.StartAsync();

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _given.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_kept_shared_and_renewed_once_when_its_session_has_ended()
    {
        await Task.WhenAll(Enumerable.Range(1, 10).Select(number => _given.DeliverAsync(_given.Upsert(number))));
        Logins.ShouldBe(1);
        _given.Rig.Dialect.EndSessions();

        await Task.WhenAll(Enumerable.Range(11, 10).Select(number => _given.DeliverAsync(_given.Upsert(number))));

        Logins.ShouldBe(2);
        _given.Rig.Store.Table("Account").Present.Count().ShouldBe(21);
    }

    [Fact]
    public async Task The_hub_signs_in_with_a_certificate()
    {
        _given.Rig.Dialect.CertificateKey = _key.ExportRSAPublicKeyPem();
        await using var target = _given.Open(Signed);
        await target.CheckAsync(CancellationToken.None);

        (await target.DeliverAsync([_given.Upsert(1)], CancellationToken.None)).Single().ShouldBeOfType<DeliveryResult.Delivered>();
    }

    [Fact]
    public async Task A_certificate_the_org_does_not_know_is_refused()
    {
        using var another = RSA.Create(2048);
        _given.Rig.Dialect.CertificateKey = another.ExportRSAPublicKeyPem();
        await using var target = _given.Open(Signed);

        (await Should.ThrowAsync<AccessException>(() => target.CheckAsync(CancellationToken.None))).Message.ShouldContain("invalid_grant");
    }

    [Theory]
    [InlineData("https://acme.my.salesforce.com", "https://login.salesforce.com")]
    [InlineData("https://acme--test.sandbox.my.salesforce.com", "https://test.salesforce.com")]
    public void The_login_server_is_known(string address, string audience)
    {
        var options = new SalesforceOptions { BaseUrl = new Uri(address), Auth = { Kind = HttpAuth.JwtBearer, ClientId = "hub", User = "hub@acme.example", PrivateKey = new Secret("x") } };
        _ = new SalesforceApi(options, _given.Services);
        (options.Auth.Audience, options.Auth.TokenUrl!.AbsoluteUri, options.Auth.AddressField).ShouldBe((audience, $"{address}/services/oauth2/token", "instance_url"));
    }

    private int Logins => _given.Rig.StandIn.Calls.Count(call => call.Target.Contains("oauth2", StringComparison.Ordinal));

    private void Signed(SalesforceOptions options) =>
        options.Auth = new HttpAuthOptions { Kind = HttpAuth.JwtBearer, ClientId = "hub", User = "hub@acme.example", PrivateKey = new Secret(_key.ExportPkcs8PrivateKeyPem()) };
}
