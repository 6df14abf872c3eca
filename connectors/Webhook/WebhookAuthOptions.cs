using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>How a caller proves who it is. The defaults sign time and body; see this connector's README for what others send.</summary>
public sealed class WebhookAuthOptions : IValidatableObject
{
    /// <summary>A signature over the call, or a token in it.</summary>
    public WebhookAuth Kind { get; set; } = WebhookAuth.Hmac;

    /// <summary>The secret both sides know.</summary>
    [Required]
    public Secret? Secret { get; set; }

    /// <summary>Also taken while the other side changes to a new <see cref="Secret"/>.</summary>
    public Secret? PreviousSecret { get; set; }

    /// <summary>The secret is bytes in base64, behind <c>whsec_</c> or not (Standard Webhooks).</summary>
    public bool SecretIsBase64 { get; set; }

    /// <summary>The header with the signature.</summary>
    public string SignatureHeader { get; set; } = "X-Hub-Signature";

    /// <summary>Where the header is a list of <c>key=value</c>: the key of a signature; Stripe's is <c>v1</c>.</summary>
    public string? SignatureKey { get; set; }

    /// <summary>What stands before a signature.</summary>
    public string SignaturePrefix { get; set; } = "sha256=";

    /// <summary>How it is written.</summary>
    public WebhookEncoding SignatureEncoding { get; set; } = WebhookEncoding.Hex;

    /// <summary>What is signed by HMAC-SHA-256, of <c>{body}</c>, <c>{timestamp}</c> and <c>{id}</c>. Without a time stamp in it, a call can be repeated by whoever overhears it.</summary>
    public string Signed { get; set; } = "{timestamp}.{body}";

    /// <summary>The header with the time of signing: seconds or milliseconds since 1970, or ISO 8601.</summary>
    public string TimestampHeader { get; set; } = "X-Hub-Timestamp";

    /// <summary>Where that header is a list of <c>key=value</c>: its key; Stripe's is <c>t</c>.</summary>
    public string? TimestampKey { get; set; }

    /// <summary>How old, or how far ahead, a signed time may be. Within it a call that comes again is taken once.</summary>
    [Range(1, 86_400)]
    public int ToleranceSeconds { get; set; } = 300;

    /// <summary>What the sender knows a call by, the same at its second try: a header, or a field of the body as <c>body:id</c>.</summary>
    public string? CallId { get; set; }

    /// <summary>For Token: where it is, a header's name, or a field of the body as <c>body:value[].clientState</c>.</summary>
    public string Token { get; set; } = "X-Hub-Token";

    /// <summary>Whether the time of signing is signed.</summary>
    internal bool IsTimed => Kind == WebhookAuth.Hmac && Signed.Contains("{timestamp}", StringComparison.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind == WebhookAuth.Hmac && !Signed.Contains("{body}", StringComparison.Ordinal))
            yield return new("must hold {body}", [nameof(Signed)]);
        if (Kind == WebhookAuth.Hmac && Signed.Contains("{id}", StringComparison.Ordinal) && (string.IsNullOrEmpty(CallId) || CallId.StartsWith("body:", StringComparison.Ordinal)))
            yield return new("must name the header that {id} in Signed stands for", [nameof(CallId)]);
        if (Secret is not null && Secret.Reveal().Length < 16)
            yield return new("must have 16 characters or more", [nameof(Secret)]);
        if (SecretIsBase64 && (!WebhookKey.IsBase64(Secret) || !WebhookKey.IsBase64(PreviousSecret)))
            yield return new("the secret is no base64", [nameof(SecretIsBase64)]);
    }

    /// <summary>The secrets that hold now, as bytes.</summary>
    internal IReadOnlyList<byte[]> Keys() => [.. new[] { Secret, PreviousSecret }.OfType<Secret>().Select(secret => WebhookKey.Of(secret, SecretIsBase64))];
}

/// <summary>How a caller proves who it is.</summary>
public enum WebhookAuth
{
    /// <summary>By a signature, HMAC-SHA-256.</summary>
    Hmac,

    /// <summary>By the secret itself, for senders that cannot sign. Whoever sees one call can make others.</summary>
    Token,
}

/// <summary>How a signature is written.</summary>
public enum WebhookEncoding
{
    Hex,
    Base64,
}
