using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>One JSON API to deliver to. The defaults fit the demo CRM; see this connector's README for others.</summary>
public sealed class RestOptions : IValidatableObject
{
    /// <summary>Where the API is, e.g. <c>https://crm.example.com</c>; paths are appended to it.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>How the hub proves who it is.</summary>
    public HttpAuthOptions Auth { get; set; } = new();

    /// <summary>Answers a GET with 2xx when the API is up and the credentials are good.</summary>
    [Required]
    public string CheckPath { get; set; } = "/api";

    /// <summary>The API's objects by name, as mappings say in <c>to.object</c>. Empty: any object, with the defaults.</summary>
    public Dictionary<string, RestObjectOptions> Objects { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://crm.example.com, without user, '?' or '#'", [nameof(BaseUrl)]);
        if (Auth is { Kind: HttpAuth.ClientCredentials or HttpAuth.RefreshToken or HttpAuth.JwtBearer, TokenUrl: null })
            yield return new($"is needed for Kind {Auth.Kind}", [$"{nameof(Auth)}:{nameof(Auth.TokenUrl)}"]);
        if (!CheckPath.StartsWith('/'))
            yield return new("must begin with '/'", [nameof(CheckPath)]);
    }
}
