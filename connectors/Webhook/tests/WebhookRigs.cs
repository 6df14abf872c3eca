using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Webhook.Tests;

/// <summary>The hub's own way: time and body signed.</summary>
public sealed class SignedCallTests() : HookContract(new HmacRig(new()));

/// <summary>Only the body signed, in base64, as Shopify does.</summary>
public sealed class Base64BodyTests() : HookContract(new HmacRig(new()
{
    SignatureHeader = "X-Shopify-Hmac-SHA256",
    SignaturePrefix = "",
    SignatureEncoding = WebhookEncoding.Base64,
    Signed = "{body}",
    CallId = "X-Shopify-Webhook-Id",
}));

/// <summary>Time and signatures in one header, as Stripe does.</summary>
public sealed class ListHeaderTests() : HookContract(new HmacRig(new()
{
    SignatureHeader = "Stripe-Signature",
    SignatureKey = "v1",
    SignaturePrefix = "",
    TimestampHeader = "Stripe-Signature",
    TimestampKey = "t",
    CallId = "body:event",
}));

/// <summary>Id, time and body signed with a secret in base64 (Standard Webhooks).</summary>
public sealed class StandardWebhooksTests() : HookContract(new HmacRig(new()
{
    SecretIsBase64 = true,
    SignatureHeader = "webhook-signature",
    SignaturePrefix = "v1,",
    SignatureEncoding = WebhookEncoding.Base64,
    Signed = "{id}.{timestamp}.{body}",
    TimestampHeader = "webhook-timestamp",
    CallId = "webhook-id",
}));

/// <summary>A token in a header.</summary>
public sealed class TokenTests() : HookContract(new TokenRig());

/// <summary>Every manifest.</summary>
public sealed class WebhookManifestTests() : ManifestContract(new WebhookConnector());

internal sealed class HmacRig(WebhookAuthOptions auth) : IHookRig
{
    private const string Current = "whsec_Y3VycmVudC1zZWNyZXQtb2YtdGhlLWh1Yi0wMQ==";
    private const string Previous = "whsec_cHJldmlvdXMtc2VjcmV0LW9mLXRoZS1odWItMQ==";

    public string Entity => "Orders";
    public IReadOnlyList<string> Confidential => [Current, Previous, "Maria Anders"];
    public IReadOnlyList<string> ProvingHeaders => auth.IsTimed && auth.TimestampHeader != auth.SignatureHeader ? [auth.SignatureHeader, auth.TimestampHeader] : [auth.SignatureHeader];
    public bool SignsBody => true;
    public bool SignsTime => auth.IsTimed;

    public IHook Open()
    {
        (auth.Secret, auth.PreviousSecret) = (new(Current), new(Previous));
        return new WebhookHook(new() { Auth = auth, Entities = { ["Orders"] = new() { Key = "id", Records = "orders" } } });
    }

    public ReadOnlyMemory<byte> Body(int number) => Encoding.UTF8.GetBytes($$"""{ "event": "e-{{number}}", "orders": [ { "id": 7, "buyer": "Maria Anders", "net": {{number}}.50 } ] }""");

    public HookCall Call(ReadOnlyMemory<byte> body, DateTimeOffset at) => Call(body, at, Current);

    public HookCall? CallWithPreviousSecret(ReadOnlyMemory<byte> body, DateTimeOffset at) => Call(body, at, Previous);

    private HookCall Call(ReadOnlyMemory<byte> body, DateTimeOffset at, string secret)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(body.Span))[..12];
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var text = auth.Signed.Replace("{timestamp}", timestamp, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal).Split("{body}");
        byte[] signed = [.. Encoding.UTF8.GetBytes(text[0]), .. body.Span, .. Encoding.UTF8.GetBytes(text[1])];
        var hash = HMACSHA256.HashData(auth.SecretIsBase64 ? Convert.FromBase64String(secret["whsec_".Length..]) : Encoding.UTF8.GetBytes(secret), signed);
        var signature = auth.SignaturePrefix + (auth.SignatureEncoding == WebhookEncoding.Hex ? Convert.ToHexStringLower(hash) : Convert.ToBase64String(hash));
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [auth.TimestampHeader] = timestamp };
        headers[auth.SignatureHeader] = auth.SignatureKey is { } key ? $"t={timestamp},{key}={signature}" : signature;
        if (auth.CallId is { } header && !header.StartsWith("body:", StringComparison.Ordinal))
            headers[header] = id;
        return new(name => headers.GetValueOrDefault(name), _ => null, "application/json", body, at);
    }
}

internal sealed class TokenRig : IHookRig
{
    private const string Token = "a token of some length";

    public string Entity => "Orders";
    public IReadOnlyList<string> Confidential => [Token, "Maria Anders"];
    public IReadOnlyList<string> ProvingHeaders => ["X-Token"];
    public bool SignsBody => false;
    public bool SignsTime => false;

    public IHook Open() => new WebhookHook(new()
    {
        Auth = new() { Kind = WebhookAuth.Token, Secret = new(Token), Token = "X-Token" },
        Entities = { ["Orders"] = new() { Key = "id" } },
    });

    public ReadOnlyMemory<byte> Body(int number) => Encoding.UTF8.GetBytes($$"""{"id":7,"buyer":"Maria Anders","net":{{number}}}""");

    public HookCall Call(ReadOnlyMemory<byte> body, DateTimeOffset at) => new(name => name == "X-Token" ? Token : null, _ => null, "application/json", body, at);

    public HookCall? CallWithPreviousSecret(ReadOnlyMemory<byte> body, DateTimeOffset at) => null;
}
