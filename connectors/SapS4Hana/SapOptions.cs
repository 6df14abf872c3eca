using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>How to reach an S/4HANA system, and how it writes.</summary>
public sealed partial class SapOptions : IValidatableObject
{
    /// <summary>The system's address, without a path: <c>https://my300000-api.s4hana.cloud.sap</c>.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>How requests are authorized: Basic (communication user), ClientCredentials (OAuth 2.0), or None with a client certificate in <c>Http</c>.</summary>
    public HttpAuthOptions Auth { get; set; } = new();

    /// <summary>The client (Mandant), three digits, sent as <c>sap-client</c>; left out: the system's default. S/4HANA Cloud has only one.</summary>
    public string? Client { get; set; }

    /// <summary>The log-on language, two letters, sent as <c>sap-language</c> and <c>Accept-Language</c>: what texts and messages come in.</summary>
    [Required, RegularExpression("^[A-Za-z]{2}$")]
    public string Language { get; set; } = "JA";

    /// <summary>IANA name of the system's time zone, in which its dates of change are meant.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Tokyo";

    /// <summary>How long after its time of change a record may still appear: the longest update task, and the differences between application servers.</summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>At most so many records are asked for at once; the system may give fewer.</summary>
    [Range(1, 5000)]
    public int PageSize { get; set; } = 500;

    /// <summary>Document types of accounting documents that are incoming payments; left out: <c>DZ</c>.</summary>
    public IList<string> PaymentTypes { get; set; } = [];

    /// <summary>Where a service is, when it is not at SAP's own path: <c>API_SALES_ORDER_SRV</c> to <c>/sap/opu/odata/sap/ZAPI_SALES_ORDER_SRV</c>.</summary>
    public Dictionary<string, string> Services { get; set; } = [];

    /// <summary>What is different for an entity, by its name.</summary>
    public Dictionary<string, SapEntityOptions> Entities { get; set; } = [];

    internal TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://sap.example.com, without user, '?' or '#'", [nameof(BaseUrl)]);
        if (Client is not null && !ClientNumber().IsMatch(Client))
            yield return new("must be three digits", [nameof(Client)]);
        if (Overlap < TimeSpan.Zero || Overlap > TimeSpan.FromDays(7))
            yield return new("must be 0 to 7 days, written as 00:15:00", [nameof(Overlap)]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("is no time zone; write it as Asia/Tokyo or Europe/Berlin", [nameof(TimeZone)]);
        foreach (var (service, path) in Services.Where(service => !service.Value.StartsWith('/') || service.Value.Contains('?', StringComparison.Ordinal)))
            yield return new($"'{path}' must be a path such as /sap/opu/odata/sap/{service}", [$"{nameof(Services)}:{service}"]);
        foreach (var service in Services.Keys.Where(service => !SapEntities.Services.ContainsKey(service)))
            yield return new($"is no service that is read here; there are {string.Join(", ", SapEntities.Services.Keys)}", [$"{nameof(Services)}:{service}"]);
        foreach (var entity in Entities.Keys.Where(entity => SapEntities.Find(entity) is null))
            yield return new($"is no entity that is read here; there are {string.Join(", ", SapEntities.All.Select(known => known.Name))}", [$"{nameof(Entities)}:{entity}"]);
        foreach (var type in PaymentTypes.Where(type => !DocumentType().IsMatch(type)))
            yield return new($"'{type}' is no document type: two capital letters or digits", [nameof(PaymentTypes)]);
    }

    [GeneratedRegex("^[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex ClientNumber();

    [GeneratedRegex("^[A-Z0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex DocumentType();
}

/// <summary>What is different for one entity.</summary>
public sealed class SapEntityOptions
{
    /// <summary>A condition more, as OData writes it: <c>SalesOrganization eq '1510'</c>.</summary>
    public string Filter { get; set; } = "";

    /// <summary>How changes are found.</summary>
    public SapChanges Changes { get; set; } = SapChanges.ByStamp;
}

/// <summary>How changes are found.</summary>
public enum SapChanges
{
    /// <summary>By the time or date of change the entity has; what has none is read whole.</summary>
    ByStamp,

    /// <summary>Everything is read at every run: when changes in items or addresses do not reach the header in your system, or it refuses to filter by the date.</summary>
    ReadAll,
}
