using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Sdk.Http;

/// <summary>A JSON Web Token (RFC 7519) signed with RS256, to be exchanged for an access token (RFC 7523, section 2.1).</summary>
internal static class SignedAssertion
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>Salesforce takes no more than this.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    /// <exception cref="SetupException">The key cannot be used.</exception>
    public static string Of(HttpAuthOptions auth, Uri tokenUrl, DateTimeOffset now)
    {
        using var key = Key(auth.PrivateKey!);
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "JWT" });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["iss"] = auth.ClientId,
            ["sub"] = auth.User,
            ["aud"] = string.IsNullOrEmpty(auth.Audience) ? tokenUrl.AbsoluteUri : auth.Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString("N"),
        });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static RSA Key(Secret pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem.Reveal().Replace("\\n", "\n", StringComparison.Ordinal));   // an environment variable has no line breaks
            _ = key.ExportRSAPrivateKey();
            return key;
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException)
        {
            key.Dispose();
            // without the parser's own words: they might quote the key
            throw new SetupException("Auth:PrivateKey is no RSA private key in PEM (-----BEGIN PRIVATE KEY-----), without a password.");
        }
    }
}
