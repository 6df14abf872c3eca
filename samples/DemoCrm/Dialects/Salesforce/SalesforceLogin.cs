using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>
/// The token endpoint: client credentials, and a signed assertion (RFC 7523). Tokens have no lifetime in the answer; a session ends when it is ended.
/// </summary>
internal sealed class SalesforceLogin(SalesforceDialect dialect, StandInStore store, string secret)
{
    private const string ByAssertion = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly ConcurrentDictionary<string, bool> _sessions = new(StringComparer.Ordinal);
    private int _number;

    public bool IsGood(HttpRequest request) => request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && _sessions.ContainsKey(token);

    public void EndAll() => _sessions.Clear();

    public async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var refused = form["grant_type"].ToString() switch
        {
            "client_credentials" => form["client_secret"] == secret && form["client_id"].ToString().Length > 0 ? null : "invalid_client",
            ByAssertion => Fits(form["assertion"].ToString()) ? null : "invalid_grant",
            _ => "unsupported_grant_type",
        };
        if (refused is not null)
            return Results.Json(new JsonObject { ["error"] = refused, ["error_description"] = "authentication failure" }, statusCode: StatusCodes.Status400BadRequest);
        var token = $"00D5g0000000001!{Interlocked.Increment(ref _number)}.{Guid.NewGuid():N}";
        _sessions[token] = true;
        return Results.Json(new JsonObject
        {
            ["access_token"] = token,
            ["instance_url"] = (dialect.InstanceUrl ?? new Uri($"{request.Scheme}://{request.Host}")).GetLeftPart(UriPartial.Authority),
            ["id"] = "https://login.salesforce.com/id/00D5g0000000001EAA/0055g0000000001AAA",
            ["token_type"] = "Bearer",
            ["issued_at"] = $"{store.Time.GetUtcNow().ToUnixTimeMilliseconds()}",
            ["scope"] = "api",
        });
    }

    /// <summary>OAuth 2.0 JWT Bearer Flow: RS256, the user as <c>sub</c>, the login server as <c>aud</c>, at most three minutes ahead.</summary>
    private bool Fits(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || dialect.CertificateKey is not { } pem)
            return false;
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        if (!key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            return false;
        var (header, claims) = (JsonNode.Parse(Bytes(parts[0]))!, JsonNode.Parse(Bytes(parts[1]))!);
        var expires = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!) - store.Time.GetUtcNow();
        return (string?)header["alg"] == "RS256" && (string?)claims["iss"] is { Length: > 0 } && (string?)claims["sub"] is { Length: > 0 } && (string?)claims["aud"] is "https://login.salesforce.com" or "https://test.salesforce.com"
            && expires > TimeSpan.Zero && expires <= TimeSpan.FromMinutes(3.5);
    }

    private static byte[] Bytes(string base64Url) => Convert.FromBase64String(base64Url.Replace('-', '+').Replace('_', '/').PadRight((base64Url.Length + 3) / 4 * 4, '='));
}
