using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.OData;

/// <summary>How one entity is read.</summary>
public sealed class ODataEntityOptions : IValidatableObject
{
    /// <summary>The entity set; left out: of the same name.</summary>
    public string? Set { get; set; }

    /// <summary>The properties of the key, in order; left out: as the service says.</summary>
    public List<string> Key { get; set; } = [];

    /// <summary>What tells a change; left out: every run reads everything.</summary>
    public ODataChangedOptions? Changed { get; set; }

    /// <summary>Read what changed by delta links (version 4), where the service has them; deletes are then reported.</summary>
    public bool Delta { get; set; }

    /// <summary>What is asked for: left out, what the mapping reads; <c>["*"]</c>, everything; or these properties.</summary>
    public List<string> Select { get; set; } = [];

    /// <summary>What comes with it of other entities, with slashes: <c>["lines", "lines/item"]</c>.</summary>
    public List<string> Expand { get; set; } = [];

    /// <summary>Only what fits, as OData writes it: <c>DocumentType eq 'Order'</c>. What no longer fits is not deleted by that.</summary>
    public string Filter { get; set; } = "";

    /// <summary>The property with the business date: for back-fills of a range of dates.</summary>
    public string? BusinessDate { get; set; }

    /// <summary>The property with the company: for back-fills of one company.</summary>
    public string? Company { get; set; }

    /// <summary>A property that says that an entity is deleted: true, or any text.</summary>
    public string? Deleted { get; set; }

    /// <summary>How to get all pages.</summary>
    public ODataPaging Paging { get; set; } = ODataPaging.Keyset;

    /// <summary>With <see cref="ODataPaging.Links"/>: nothing shifts between pages while they are read. Left out, they are read until two readings agree.</summary>
    public bool LinksAreStable { get; set; }

    /// <summary>At most so many entities in an answer; with large expanded lists, take few.</summary>
    [Range(1, 100_000)]
    public int PageSize { get; set; } = 1000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Delta && Changed is not null)
            yield return new("has no meaning with Changed: a delta link knows what changed", [nameof(Delta)]);
        if (LinksAreStable && Paging == ODataPaging.Keyset)
            yield return new("has no meaning with Paging Keyset, where nothing can shift", [nameof(LinksAreStable)]);
        if (Select.Contains("*") && Select.Count > 1)
            yield return new("is either [\"*\"] or a list of properties", [nameof(Select)]);
    }
}

/// <summary>How pages are got.</summary>
public enum ODataPaging
{
    /// <summary>Each by the last entity of the one before, in the order of keys. The service must filter and sort by them.</summary>
    Keyset,

    /// <summary>By the service's own links to the next page.</summary>
    Links,
}

/// <summary>The property that tells when an entity was last changed.</summary>
public sealed class ODataChangedOptions : IValidatableObject
{
    /// <summary>Its name. Every entity must have a time in it.</summary>
    [Required]
    public string Field { get; set; } = "";

    /// <summary>For texts and numbers: <c>iso</c>, <c>unix</c>, <c>unix-ms</c>, or a .NET format such as <c>yyyyMMddHHmmss</c>.</summary>
    public string? Format { get; set; }

    /// <summary>The zone of times and dates that come without one.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>How long after its time of change an entity may still appear, in seconds.</summary>
    [Range(0, 86_400)]
    public int OverlapSeconds { get; set; } = 300;

    /// <summary>Ask before each run whether there are entities without a time, which would never be read. Switch it off where the service cannot filter by null.</summary>
    public bool RefuseNulls { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("must be an IANA name such as Asia/Tokyo", [nameof(TimeZone)]);
    }
}
