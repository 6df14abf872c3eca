using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>One company in one Tryton database.</summary>
public sealed class TrytonOptions : IValidatableObject
{
    /// <summary>Where the server is, e.g. <c>https://erp.example.com:8000</c>; no request goes anywhere else.</summary>
    [Required]
    public Uri? BaseUrl { get; set; }

    /// <summary>The database's name, as Tryton's log-in window shows it.</summary>
    [Required]
    public string? Database { get; set; }

    /// <summary>The login of a user made for the hub; the README says which groups it needs.</summary>
    [Required]
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    [Required]
    public Secret? Password { get; set; }

    /// <summary>The id of the company to read, when the user has several; left out: the user's current one.</summary>
    [Range(1, int.MaxValue)]
    public int? Company { get; set; }

    /// <summary>The language of what Tryton translates, such as product names: <c>ja</c>. Left out: the user's.</summary>
    public string? Language { get; set; }

    /// <summary>Only parties of these categories, by name, are customers. Empty: every party that is neither the company itself nor somebody's contact.</summary>
    public List<string> CustomerCategories { get; set; } = [];

    /// <summary>The names of the relation types that lead from a customer to a contact person: <c>has contact</c>. Each Tryton has its own; empty: there are no contacts.</summary>
    public List<string> ContactRelations { get; set; } = [];

    /// <summary>More fields to read, by entity, for modules of your own: <c>"Orders": ["carrier.name", "lines.note"]</c>. Mappings find them by these names.</summary>
    public Dictionary<string, List<string>> Fields { get; set; } = [];

    /// <summary>The longest a transaction of the ERP may stay open, in seconds: each sync looks back so far, since Tryton stamps a change when its transaction begins.</summary>
    [Range(0, 86400)]
    public int OverlapSeconds { get; set; } = 900;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return new("must be an address such as https://erp.example.com:8000, without user, '?' or '#'", [nameof(BaseUrl)]);
        foreach (var entity in Fields.Keys.Where(entity => !TrytonEntities.All.ContainsKey(entity)))
            yield return new($"there is no entity '{entity}'; there are {string.Join(", ", TrytonEntities.All.Keys)}", [nameof(Fields)]);
    }
}
