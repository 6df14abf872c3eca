using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.OData;

/// <summary>One OData service to read, of any version from 2 to 4.</summary>
public sealed class ODataOptions : IValidatableObject
{
    /// <summary>The service's root, the part of its address in front of <c>/$metadata</c>. No request goes anywhere else.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>How the hub proves who it is.</summary>
    public HttpAuthOptions Auth { get; set; } = new();

    /// <summary>More headers for every request: <c>"Accept-Language": "ja"</c>. No secrets: those belong into Auth.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>More of the query for every request: <c>"sap-client": "100"</c>, <c>"cross-company": "true"</c>.</summary>
    public Dictionary<string, string> Parameters { get; set; } = [];

    /// <summary>How to read entities, by the name that syncs and mappings use. An entity set that is not named here is read whole at every run, under its own name.</summary>
    public Dictionary<string, ODataEntityOptions> Entities { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://erp.example.com/odata, without user, '?' or '#'", [nameof(BaseUrl)]);
    }
}
