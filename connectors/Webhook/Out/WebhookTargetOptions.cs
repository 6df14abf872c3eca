using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook.Out;

/// <summary>Where changes are posted to, and how a call is signed.</summary>
public sealed class WebhookTargetOptions : IValidatableObject
{
    /// <summary>The address that takes the calls; <c>{object}</c> in it stands for the mapping's object.</summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>The secret both sides know; with Standard Webhooks in base64, behind <c>whsec_</c> or not.</summary>
    [Required]
    public Secret? Secret { get; set; }

    /// <summary>How a call is signed.</summary>
    public WebhookSigning Signing { get; set; } = WebhookSigning.Hub;

    /// <summary>At most so many changes in a call.</summary>
    [Range(1, 1000)]
    public int MostChanges { get; set; } = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Url.Replace("{object}", "x", StringComparison.Ordinal), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            yield return new("must be an address that begins with https:// or http://", [nameof(Url)]);
        else if (url.UserInfo.Length > 0)
            yield return new("must have no user name and password in it: addresses are shown", [nameof(Url)]);
        if (Secret is null)
            yield break;
        if (Secret.Reveal().Length < 16)
            yield return new("must have 16 characters or more", [nameof(Secret)]);
        if (Signing == WebhookSigning.StandardWebhooks && !WebhookKey.IsBase64(Secret))
            yield return new("the secret is no base64", [nameof(Secret)]);
    }
}

/// <summary>How a call is signed.</summary>
public enum WebhookSigning
{
    /// <summary>As the hub's own hooks take it: <c>X-Hub-Signature</c>, HMAC-SHA-256 in hex over the time in <c>X-Hub-Timestamp</c>, a point and the body.</summary>
    Hub,

    /// <summary>Standard Webhooks: <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>.</summary>
    StandardWebhooks,
}
