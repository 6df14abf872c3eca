using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>One Odoo database.</summary>
public sealed class OdooOptions : IValidatableObject
{
    /// <summary>Where the server is, e.g. <c>https://example.odoo.com</c>; no request goes anywhere else.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>The database's name.</summary>
    [Required]
    public string? Database { get; set; }

    /// <summary>The login of a user made for the hub; the README says which rights it needs.</summary>
    [Required]
    public string? User { get; set; }

    /// <summary>An API key of that user; a password does as well.</summary>
    [Required]
    public Secret? ApiKey { get; set; }

    /// <summary>The ids of the companies to read. Empty: what the user's own companies show.</summary>
    public List<int> Companies { get; set; } = [];

    /// <summary>The language of what Odoo translates, such as product names.</summary>
    public string Language { get; set; } = "ja_JP";

    /// <summary>The zone whose days a slice by dates means, since Odoo keeps times in UTC; the one the mappings take days in.</summary>
    public string TimeZone { get; set; } = "Asia/Tokyo";

    /// <summary>More fields to read, by entity: <c>"Orders": ["x_channel"]</c>. Mappings find them by these names.</summary>
    public Dictionary<string, List<string>> Fields { get; set; } = [];

    /// <summary>The longest a transaction of Odoo may stay open, in seconds: each sync looks back so far, since Odoo stamps a change with the time its transaction began.</summary>
    [Range(0, 86400)]
    public int OverlapSeconds { get; set; } = 900;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://example.odoo.com, without user, '?' or '#'", [nameof(BaseUrl)]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("must be an IANA name such as Asia/Tokyo", [nameof(TimeZone)]);
        foreach (var entity in Fields.Keys.Where(entity => !OdooEntities.All.ContainsKey(entity)))
            yield return new($"there is no entity '{entity}'; there are {string.Join(", ", OdooEntities.All.Keys)}", [nameof(Fields)]);
    }
}
