using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>One organization in Zoho CRM.</summary>
public sealed class ZohoOptions : IValidatableObject
{
    /// <summary>The data centre the organization is in, by the end of its address: com, eu, in, com.au, jp, com.cn, sa.</summary>
    [Required, RegularExpression(@"^(com|eu|in|com\.au|jp|com\.cn|sa)$", ErrorMessage = "must be com, eu, in, com.au, jp, com.cn or sa; for others set ApiUrl and AccountsUrl")]
    public string DataCentre { get; set; } = "com";

    /// <summary>Where the API is; nothing: by the data centre. Requests go where the token's answer says, which must be this host or one of <c>Http:AllowedHosts</c>.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>Where tokens are given; nothing: by the data centre.</summary>
    public Uri? AccountsUrl { get; set; }

    /// <summary>The client of the API console: <c>ClientId</c>, <c>ClientSecret</c>, <c>RefreshToken</c>.</summary>
    public HttpAuthOptions Auth { get; set; } = new() { Kind = HttpAuth.RefreshToken, Scheme = "Zoho-oauthtoken", AddressField = "api_domain" };

    /// <summary>The field that bears the hub's key, on every module that is delivered to: a single line with "Do not allow duplicate values".</summary>
    [Required, RegularExpression("^[A-Za-z][A-Za-z0-9_]*$", ErrorMessage = "must be the API name of a field, such as ERP_Key")]
    public string ExternalKeyField { get; set; } = "ERP_Key";

    /// <summary>The field of a subform's rows that tells them apart.</summary>
    [Required]
    public string LineNumberField { get; set; } = "Number";

    /// <summary>Where the API is.</summary>
    public Uri Api => ApiUrl ?? new Uri($"https://www.zohoapis.{DataCentre}");

    /// <summary>Where tokens are given.</summary>
    public Uri Accounts => AccountsUrl ?? new Uri($"https://accounts.zoho.{DataCentre}");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, address) in ((string, Uri?)[])[(nameof(ApiUrl), ApiUrl), (nameof(AccountsUrl), AccountsUrl)])
            if (address is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" })
                yield return new("must be an address such as https://www.zohoapis.jp, and no more", [name]);
    }
}
