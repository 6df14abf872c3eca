using System.ComponentModel.DataAnnotations;
using System.Globalization;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.BusinessCentral;

/// <summary>One company of a Business Central environment. Several companies are several connections: their numbers overlap, and their customers are not the same.</summary>
public sealed class BusinessCentralOptions : IValidatableObject
{
    /// <summary>The directory (tenant) of Microsoft Entra: its id, or a domain such as <c>contoso.onmicrosoft.com</c>.</summary>
    public string? Tenant { get; set; }

    /// <summary>The environment's name.</summary>
    [Required]
    public string Environment { get; set; } = "production";

    /// <summary>The company: its name or its id; left out: the only one there is.</summary>
    public string? Company { get; set; }

    /// <summary>Of Business Central on your own servers: the root of the API, <c>https://bc.example.com:7048/BC/api/v2.0</c>. Left out: Microsoft's cloud.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The application registered in Entra: <c>ClientId</c> and <c>ClientSecret</c>. On your own servers also <c>Basic</c> with a web service access key.</summary>
    public HttpAuthOptions Auth { get; set; } = new() { Kind = HttpAuth.ClientCredentials, Scope = "https://api.businesscentral.dynamics.com/.default" };

    /// <summary>The language of texts, as BCP 47 writes it: <c>ja-JP</c>; left out: the login's.</summary>
    public string? Language { get; set; }

    /// <summary>Read from the copy of the database that is meant for reading, and spare the people who work. It lags behind by seconds.</summary>
    public bool ReadFromReplica { get; set; } = true;

    /// <summary>Entities that are read whole at every run, since Business Central does not say when what is computed in them changed.</summary>
    public List<string> Whole { get; set; } = ["stock"];

    /// <summary>How long after its time of change a record may still appear, in seconds.</summary>
    [Range(0, 86_400)]
    public int OverlapSeconds { get; set; } = 300;

    /// <summary>At most so many records in an answer.</summary>
    [Range(1, 20_000)]
    public int PageSize { get; set; } = 1000;

    /// <summary>Where the API is.</summary>
    public Uri? ApiUrl => BaseUrl ?? (string.IsNullOrEmpty(Tenant) ? null : new($"https://api.businesscentral.dynamics.com/v2.0/{Uri.EscapeDataString(Tenant)}/{Uri.EscapeDataString(Environment)}/api/v2.0"));

    /// <summary>Where tokens come from.</summary>
    public Uri? TokenUrl => Auth.TokenUrl ?? (string.IsNullOrEmpty(Tenant) ? null : EntraLogin.TokenUrl(Tenant));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Tenant) && (BaseUrl is null || Auth is { Kind: HttpAuth.ClientCredentials, TokenUrl: null }))
            yield return new("is needed: the directory (tenant) of Microsoft Entra", [nameof(Tenant)]);
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://bc.example.com:7048/BC/api/v2.0, without user, '?' or '#'", [nameof(BaseUrl)]);
        if (Language is not null && !IsLanguage(Language))
            yield return new("must be a language such as ja-JP", [nameof(Language)]);
        foreach (var unknown in Whole.Where(name => !BusinessCentralEntities.All.ContainsKey(name)))
            yield return new($"names '{unknown}', which is none of {string.Join(", ", BusinessCentralEntities.All.Keys)}", [nameof(Whole)]);
    }

    private static bool IsLanguage(string name)
    {
        try
        {
            return !CultureInfo.GetCultureInfo(name, predefinedOnly: true).Equals(CultureInfo.InvariantCulture);
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
