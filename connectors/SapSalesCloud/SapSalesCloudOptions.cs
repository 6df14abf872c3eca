using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>One OData service of a tenant of SAP Sales Cloud.</summary>
public sealed class SapSalesCloudOptions : IValidatableObject
{
    /// <summary>The tenant: <c>https://my000000.crm.ondemand.com</c>.</summary>
    [Required]
    public Uri? TenantUrl { get; set; }

    /// <summary>The service: SAP's own, or one that was made in the OData Service Explorer, <c>/sap/c4c/odata/cust/v1/erp/</c>. All objects of the mappings are in it.</summary>
    [Required]
    public string ServicePath { get; set; } = "/sap/c4c/odata/v1/c4codataapi/";

    /// <summary>How requests are authorized: Basic (a technical user), or None with a client certificate in <c>Http</c>.</summary>
    public HttpAuthOptions Auth { get; set; } = new() { Kind = HttpAuth.Basic };

    /// <summary>The property that bears the hub's key, in each collection.</summary>
    [Required]
    public string KeyField { get; set; } = "ExternalID";

    /// <summary>The property that tells the items of a document apart: the number of the line.</summary>
    [Required]
    public string ItemKeyField { get; set; } = "ID";

    /// <summary>Where the service is.</summary>
    public Uri? ServiceUrl => TenantUrl is { IsAbsoluteUri: true } tenant ? new(tenant, ServicePath.TrimEnd('/') + "/") : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TenantUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" })
            yield return new("must be an address such as https://my000000.crm.ondemand.com, without a path", [nameof(TenantUrl)]);
        if (!ServicePath.StartsWith('/') || ServicePath.AsSpan().ContainsAny("?#"))
            yield return new("must be a path such as /sap/c4c/odata/cust/v1/erp/", [nameof(ServicePath)]);
    }
}
