using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>One Salesforce org.</summary>
public sealed class SalesforceOptions : IValidatableObject
{
    /// <summary>The org's own address, as Setup, My Domain shows it: <c>https://acme.my.salesforce.com</c>.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>
    /// The external client app: <c>ClientId</c> and <c>ClientSecret</c>; or Kind <c>JwtBearer</c> with <c>ClientId</c>, <c>User</c> and <c>PrivateKey</c>. The token endpoint is the org's own unless
    /// <c>TokenUrl</c> says otherwise.
    /// </summary>
    public HttpAuthOptions Auth { get; set; } = new() { Kind = HttpAuth.ClientCredentials, AddressField = "instance_url" };

    /// <summary>The version of the API.</summary>
    [RegularExpression(@"^\d{2,3}\.0$", ErrorMessage = "must be a version such as 62.0")]
    public string ApiVersion { get; set; } = "62.0";

    /// <summary>The field that bears the hub's key, on every object that is delivered to: a text of 255, unique (case sensitive), external id.</summary>
    [Required, RegularExpression("^[A-Za-z]\\w*__c$", ErrorMessage = "must be the API name of a custom field, such as ERP_ID__c")]
    public string ExternalKeyField { get; set; } = "ERP_ID__c";

    /// <summary>From so many records in one batch of a first load on, a bulk job takes them; 0: never. What is less goes by 200 in a call.</summary>
    [Range(0, 10_000)]
    public int BulkFrom { get; set; } = 2000;

    /// <summary>A bulk job that is not done after so many seconds is aborted, and what it did not get to goes by 200 in a call. Keep it well below <c>Deliver:LeaseSeconds</c>.</summary>
    [Range(1, 3600)]
    public int BulkPatienceSeconds { get; set; } = 60;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" })
            yield return new("must be an address such as https://acme.my.salesforce.com, and no more", [nameof(BaseUrl)]);
    }
}
