using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.Tests.Http;

public sealed class JwtBearerTests : IAsyncLifetime
{
    private readonly RSA _key = RSA.Create(2048);
    private OAuthServer _server = null!;

    private HttpAuthOptions Auth => new() { Kind = HttpAuth.JwtBearer, TokenUrl = _server.Auth.TokenUrl, ClientId = "hub", User = "hub@example.com", Audience = "https://login.example.com", PrivateKey = new Secret(_key.ExportPkcs8PrivateKeyPem()) };

    public async Task InitializeAsync() => _server = await OAuthServer.StartAsync();

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_assertion_is_signed_and_says_who_for_whom_and_until_when()
    {
        (await _server.Services.Authorized(Auth).GetAsync(_server.Api)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var form = HttpUtility.ParseQueryString(_server.TokenRequests.Single().Body);
        form.AllKeys.ShouldBe(["grant_type", "assertion"]);
        form["grant_type"].ShouldBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
        var parts = form["assertion"]!.Split('.');
        _key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        Json(parts[0]).GetProperty("alg").GetString().ShouldBe("RS256");
        var claims = Json(parts[1]);
        claims.GetProperty("iss").GetString().ShouldBe("hub");
        claims.GetProperty("sub").GetString().ShouldBe("hub@example.com");
        claims.GetProperty("aud").GetString().ShouldBe("https://login.example.com");
        claims.GetProperty("exp").GetInt64().ShouldBe(_server.Time.Now.AddMinutes(3).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_key_with_written_out_line_breaks_is_taken_and_no_audience_means_the_endpoint()
    {
        var auth = Auth;
        auth.PrivateKey = new Secret(_key.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal));
        auth.Audience = null;
        await _server.Services.Authorized(auth).GetAsync(_server.Api);
        Json(HttpUtility.ParseQueryString(_server.TokenRequests.Single().Body)["assertion"]!.Split('.')[1]).GetProperty("aud").GetString().ShouldBe(_server.Auth.TokenUrl!.AbsoluteUri);
    }

    [Fact]
    public async Task A_key_that_is_none_is_an_error_in_the_settings_and_not_told()
    {
        foreach (var pem in (string[])["no key at all", RSA.Create(2048).ExportRSAPublicKeyPem()])
        {
            var auth = Auth;
            auth.PrivateKey = new Secret(pem);
            var said = await Should.ThrowAsync<SetupException>(() => _server.Services.Authorized(auth).GetAsync(_server.Api));
            said.ToString().ShouldNotContain(pem);
        }
    }

    [Fact]
    public void Options_that_lack_something_say_so()
    {
        var missing = new HttpAuthOptions { Kind = HttpAuth.JwtBearer }.Validate(new(new object())).SelectMany(result => result.MemberNames);
        missing.ShouldBe(["User", "PrivateKey", "ClientId"], ignoreOrder: true);
        new HttpAuthOptions { PrivateKey = new Secret("x") }.Validate(new(new object())).SelectMany(result => result.MemberNames).ShouldBe(["Kind"]);
        Auth.Validate(new(new object())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_go_where_the_token_says()
    {
        var auth = Auth;
        auth.AddressField = "instance_url";
        var asked = new UriBuilder(_server.Api) { Host = "login.example.invalid", Query = "?a=%2F" }.Uri;
        _server.Token = _ => new(200, $$"""{"access_token":"token-0","instance_url":"{{_server.Api.GetLeftPart(UriPartial.Authority)}}"}""");
        (await _server.Services.Authorized(auth).GetAsync(asked)).StatusCode.ShouldBe(HttpStatusCode.OK);

        auth.AddressField = "api_domain";
        await Should.ThrowAsync<ProtocolException>(() => _server.Services.Authorized(auth).GetAsync(asked));
    }

    private static JsonElement Json(string base64Url) => JsonDocument.Parse(Base64Url.DecodeFromChars(base64Url)).RootElement;
}
