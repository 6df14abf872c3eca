using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>One HubSpot account.</summary>
public sealed class HubSpotOptions : IValidatableObject
{
    /// <summary>Where the API is.</summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://api.hubapi.com");

    /// <summary>A private app's token as <c>Secret</c>; or Kind <c>RefreshToken</c> with <c>ClientId</c>, <c>ClientSecret</c> and <c>RefreshToken</c> of a public app.</summary>
    public HttpAuthOptions Auth { get; set; } = new() { Kind = HttpAuth.Bearer };

    /// <summary>The property that bears the hub's key, on every object that is delivered to: a text with unique values.</summary>
    [Required, RegularExpression("^[a-z][a-z0-9_]*$", ErrorMessage = "must be the internal name of a property, such as erp_key")]
    public string ExternalKeyProperty { get; set; } = "erp_key";

    /// <summary>Objects whose records have lines, and the objects of those: deleting a record deletes its lines.</summary>
    public Dictionary<string, string> Lines { get; set; } = new() { ["p_erp_order"] = "p_erp_order_line", ["deals"] = "line_items" };

    /// <summary>The account's time zone (Settings, General): its calls of the day begin anew at midnight there.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" })
            yield return new("must be an address such as https://api.hubapi.com, and no more", [nameof(BaseUrl)]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("must be a time zone such as Asia/Tokyo", [nameof(TimeZone)]);
    }
}
