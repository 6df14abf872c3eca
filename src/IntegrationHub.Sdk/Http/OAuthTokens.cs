using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Sdk.Http;

/// <summary>
/// Tokens by OAuth 2.0 client credentials or refresh token (RFC 6749, sections 4.4 and 6), or by a signed assertion (RFC 7523). A refresh token that the endpoint replaces is kept sealed: the key comes from the settings alone,
/// so whoever has the store but not the settings has nothing.
/// </summary>
internal sealed class OAuthTokens : ITokenSource
{
    private readonly HttpAuthOptions _auth;
    private readonly Uri _address;
    private readonly byte[] _key;

    public OAuthTokens(HttpAuthOptions auth)
    {
        _auth = auth;
        _address = auth.TokenUrl ?? throw new SetupException($"Auth:TokenUrl is missing: Kind {auth.Kind} needs the address of the token endpoint.");
        string?[] parts = [$"{auth.Kind}", auth.TokenUrl.AbsoluteUri, auth.ClientId, auth.ClientSecret?.Reveal(), auth.RefreshToken?.Reveal(), auth.Scope, auth.Scheme, $"{auth.ClientAuth}",
            .. auth.Parameters.OrderBy(field => field.Key, StringComparer.Ordinal).SelectMany(field => (string?[])[field.Key, field.Value]),
            .. auth.Kind == HttpAuth.JwtBearer ? (string?[])[auth.User, auth.PrivateKey?.Reveal(), auth.Audience] : [], .. auth.AddressField is { } field ? (string?[])[field] : []];   // what is sealed already must stay to be opened
        var settings = JsonSerializer.SerializeToUtf8Bytes(parts);
        Account = Convert.ToHexString(HKDF.DeriveKey(HashAlgorithmName.SHA256, settings, 32, info: "account"u8.ToArray()));
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, settings, 32, info: "refresh token"u8.ToArray());
    }

    public string Account { get; }

    public async Task<AccessToken> FetchAsync(ConnectorServices services, CancellationToken cancellationToken)
    {
        if (_auth.Kind != HttpAuth.RefreshToken)
            return await AskAsync(services, refreshToken: null, cancellationToken);
        AccessToken? token = null;
        await services.Tokens.RefreshTokens.RenewAsync(Account, async (kept, cancelled) =>
        {
            var refreshToken = (kept is null ? null : Sealed.Open(kept, _key)) ?? _auth.RefreshToken!.Reveal();
            token = await AskAsync(services, refreshToken, cancelled);
            return token.RefreshToken?.Reveal() is { } replaced && replaced != refreshToken ? Sealed.Close(replaced, _key) : null;
        }, cancellationToken);
        return token!;
    }

    private async Task<AccessToken> AskAsync(ConnectorServices services, string? refreshToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new FormUrlEncodedContent(Form(refreshToken, services.Time)) };
        request.Options.Set(ApiClient.Uncounted, true);
        if (_auth.ClientAuth == TokenClientAuth.Basic)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Encoded(_auth.ClientId)}:{Encoded(_auth.ClientSecret?.Reveal())}")));
        return TokenAnswer.Read(await new ApiClient(services, services.Http).SendAsync("access token", request, "Auth:TokenUrl", cancellationToken), _auth.Scheme, _auth.AddressField);
    }

    private Dictionary<string, string> Form(string? refreshToken, TimeProvider time)
    {
        var form = new Dictionary<string, string>(_auth.Parameters, StringComparer.Ordinal);
        if (_auth.Kind == HttpAuth.JwtBearer)
        {
            form["grant_type"] = SignedAssertion.GrantType;
            form["assertion"] = SignedAssertion.Of(_auth, _address, time.GetUtcNow());
            if (!string.IsNullOrEmpty(_auth.Scope))
                form["scope"] = _auth.Scope;
            return form;
        }

        form["grant_type"] = refreshToken is null ? "client_credentials" : "refresh_token";
        if (refreshToken is not null)
            form["refresh_token"] = refreshToken;
        if (!string.IsNullOrEmpty(_auth.Scope))
            form["scope"] = _auth.Scope;
        if (_auth.ClientAuth == TokenClientAuth.Body)
        {
            form["client_id"] = _auth.ClientId ?? "";
            if (_auth.ClientSecret is { } secret)
                form["client_secret"] = secret.Reveal();
        }

        return form;
    }

    /// <summary>RFC 6749, section 2.3.1: both are form-encoded first.</summary>
    private static string Encoded(string? text) => Uri.EscapeDataString(text ?? "").Replace("%20", "+", StringComparison.Ordinal);
}
