using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>One Dataverse environment.</summary>
public sealed partial class Dynamics365Options : IValidatableObject
{
    /// <summary>The environment: <c>https://contoso.crm7.dynamics.com</c>.</summary>
    [Required]
    public Uri? EnvironmentUrl { get; set; }

    /// <summary>The directory (tenant) of Microsoft Entra: its id, or a domain such as <c>contoso.onmicrosoft.com</c>.</summary>
    public string? Tenant { get; set; }

    /// <summary>The application registered in Entra, which is an application user of the environment: <c>ClientId</c> and <c>ClientSecret</c>.</summary>
    public HttpAuthOptions Auth { get; set; } = new() { Kind = HttpAuth.ClientCredentials };

    /// <summary>The column that bears the hub's key, in each table that is delivered to; an alternate key of its own. What stands before its underscore is the prefix of the publisher that set-up makes columns and tables with.</summary>
    [Required]
    public string KeyColumn { get; set; } = "erp_key";

    /// <summary>The language (LCID) in which set-up names columns and tables: one that the environment has, 1033 for English, 1041 for Japanese.</summary>
    [Range(1, 65_535)]
    public int LanguageCode { get; set; } = 1033;

    /// <summary>Where the Web API is.</summary>
    public Uri? ApiUrl => EnvironmentUrl is { IsAbsoluteUri: true } root ? new(root, "/api/data/v9.2/") : null;

    /// <summary>Where tokens come from.</summary>
    public Uri? TokenUrl => Auth.TokenUrl ?? (string.IsNullOrEmpty(Tenant) ? null : EntraLogin.TokenUrl(Tenant));

    /// <summary>The prefix of the publisher: <c>erp_</c>.</summary>
    internal string Prefix => KeyColumn[..(KeyColumn.IndexOf('_', StringComparison.Ordinal) + 1)];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EnvironmentUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" })
            yield return new("must be an address such as https://contoso.crm7.dynamics.com, without a path", [nameof(EnvironmentUrl)]);
        if (string.IsNullOrEmpty(Tenant) && Auth is { Kind: HttpAuth.ClientCredentials, TokenUrl: null })
            yield return new("is needed: the directory (tenant) of Microsoft Entra", [nameof(Tenant)]);
        if (!Column().IsMatch(KeyColumn))
            yield return new("must be the logical name of a column with a publisher's prefix, such as erp_key", [nameof(KeyColumn)]);
    }

    [GeneratedRegex("^[a-z][a-z0-9]{1,7}_[a-z0-9_]+$")]
    private static partial Regex Column();
}
