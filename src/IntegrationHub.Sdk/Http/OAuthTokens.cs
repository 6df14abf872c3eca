using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Sdk.Http;

/// <summary>Tokens by OAuth 2.0 client credentials or refresh token (RFC 6749, sections 4.4 and 6).</summary>
internal sealed class OAuthTokens : ITokenSource
{
    private readonly HttpAuthOptions _auth;
    private readonly Uri _address;

    public OAuthTokens(HttpAuthOptions auth)
    {
        _auth = auth;
        _address = auth.TokenUrl ?? throw new SetupException($"Auth:TokenUrl is missing: Kind {auth.Kind} needs the address of the token endpoint.");
        string?[] parts = [$"{auth.Kind}", auth.TokenUrl.AbsoluteUri, auth.ClientId, auth.ClientSecret?.Reveal(), auth.RefreshToken?.Reveal(), auth.Scope, auth.Scheme, $"{auth.ClientAuth}",
            .. auth.Parameters.OrderBy(field => field.Key, StringComparer.Ordinal).SelectMany(field => (string?[])[field.Key, field.Value])];
        Account = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    public string Account { get; }

    public async Task<AccessToken> FetchAsync(ConnectorServices services, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new FormUrlEncodedContent(Form()) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_auth.ClientAuth == TokenClientAuth.Basic)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Encoded(_auth.ClientId)}:{Encoded(_auth.ClientSecret?.Reveal())}")));
        var answer = await new ApiClient(services, services.Http).SendAsync("access token", request, "Auth:TokenUrl", cancellationToken);
        return TokenAnswer.Read(answer, _auth.Scheme);
    }

    private Dictionary<string, string> Form()
    {
        var form = new Dictionary<string, string>(_auth.Parameters, StringComparer.Ordinal);
        if (_auth.Kind == HttpAuth.RefreshToken)
        {
            form["grant_type"] = "refresh_token";
            form["refresh_token"] = _auth.RefreshToken!.Reveal();
        }
        else
            form["grant_type"] = "client_credentials";
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
