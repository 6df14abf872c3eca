using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>A secret as the bytes that sign.</summary>
internal static class WebhookKey
{
    private const string Prefix = "whsec_";

    public static byte[] Of(Secret secret, bool isBase64) => isBase64 ? Convert.FromBase64String(Bare(secret)) : System.Text.Encoding.UTF8.GetBytes(secret.Reveal());

    public static bool IsBase64(Secret? secret) => secret is null || Convert.TryFromBase64String(Bare(secret), new byte[secret.Reveal().Length], out _);

    private static string Bare(Secret secret) => secret.Reveal() is var text && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
}
