using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>One JSON API to read from. Every API is different, so each entity says how it is paged and what tells a change.</summary>
public sealed class RestSourceOptions : IValidatableObject
{
    /// <summary>Where the API is, e.g. <c>https://erp.example.com</c>; paths are appended to it, and no request goes anywhere else.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>How the hub proves who it is.</summary>
    public HttpAuthOptions Auth { get; set; } = new();

    /// <summary>More headers for every request: <c>"Accept-Language": "ja"</c>. No secrets: those belong into Auth.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>An answer larger than this is given up, in megabytes.</summary>
    [Range(1, 1024)]
    public int MostMegabytes { get; set; } = 64;

    /// <summary>What to read, by the name that syncs and mappings use.</summary>
    [Required]
    public Dictionary<string, RestEntityOptions> Entities { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://erp.example.com, without user, '?' or '#'", [nameof(BaseUrl)]);
        if (Auth is { Kind: HttpAuth.ClientCredentials or HttpAuth.RefreshToken or HttpAuth.JwtBearer, TokenUrl: null })
            yield return new($"is needed for Kind {Auth.Kind}", [$"{nameof(Auth)}:{nameof(Auth.TokenUrl)}"]);
        if (Entities.Count == 0)
            yield return new("must name at least one entity", [nameof(Entities)]);
    }
}
