using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Rest;

/// <summary>One entity of the API. Places in an answer are written with dots: <c>meta.next</c>.</summary>
public sealed class RestEntityOptions : IValidatableObject
{
    /// <summary>Where its records are, with whatever the query always has: <c>/v1/orders?expand=lines</c>.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Where in an answer the list of records is; left out: the answer is the list.</summary>
    public string? Records { get; set; }

    /// <summary>Where in a record its key is.</summary>
    [Required]
    public string Key { get; set; } = "id";

    /// <summary>Where in a record it says that it is deleted: true, a time, or <see cref="DeletedValue"/>.</summary>
    public string? Deleted { get; set; }

    /// <summary>The one value of <see cref="Deleted"/> that means so; left out: anything but null, false, 0 and the empty text.</summary>
    public string? DeletedValue { get; set; }

    /// <summary>How to ask for what was changed; left out: every run reads everything.</summary>
    public RestChangedOptions? Changed { get; set; }

    /// <summary>How to get all pages.</summary>
    public RestPagingOptions Paging { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Path.StartsWith('/'))
            yield return new("must begin with '/'", [nameof(Path)]);
        if (DeletedValue is not null && Deleted is null)
            yield return new("needs Deleted, the place it stands in", [nameof(DeletedValue)]);
    }
}

/// <summary>What tells that a record was changed, and how to ask for it.</summary>
public sealed class RestChangedOptions : IValidatableObject
{
    /// <summary>Where in a record the time of its last change is.</summary>
    [Required]
    public string Field { get; set; } = "";

    /// <summary>The query parameter to ask with: <c>updated_since</c>.</summary>
    [Required]
    public string Parameter { get; set; } = "";

    /// <summary>What it is given; <c>{since}</c> stands for the time: <c>updatedAt ge {since}</c>.</summary>
    [Required]
    public string Value { get; set; } = "{since}";

    /// <summary><c>iso</c>, <c>unix</c>, <c>unix-ms</c>, or a .NET format such as <c>yyyy-MM-dd HH:mm:ss</c>; a date without a time is read again as a whole day.</summary>
    [Required]
    public string Format { get; set; } = StampFormat.Iso;

    /// <summary>The zone of times that come without one; left out: UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>How long after its time of change a record may still appear, in seconds.</summary>
    [Range(0, 86_400)]
    public int OverlapSeconds { get; set; } = 300;

    internal StampFormat Stamps => new(Format, TimeZone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("must be an IANA name such as Asia/Tokyo", [nameof(TimeZone)]);
        else if (Problem() is { } problem)
            yield return new(problem, [nameof(Format)]);
        if (!Value.Contains("{since}", StringComparison.Ordinal))
            yield return new("must hold {since}", [nameof(Value)]);
    }

    private string? Problem()
    {
        try
        {
            _ = Stamps;
            return null;
        }
        catch (SetupException wrong)
        {
            return wrong.Message;
        }
    }
}

/// <summary>How an API hands out pages.</summary>
public enum RestPaging
{
    /// <summary>All at once.</summary>
    None,

    /// <summary>By the number of the page, until one is empty.</summary>
    PageNumber,

    /// <summary>By how many records to leave out, until a page is empty.</summary>
    Offset,

    /// <summary>By a token in the answer, until there is none.</summary>
    Token,

    /// <summary>By a link in the answer, until there is none.</summary>
    NextLink,

    /// <summary>By the header <c>Link: &lt;…&gt;; rel="next"</c>, until there is none.</summary>
    LinkHeader,
}

/// <summary>How to get all pages.</summary>
public sealed class RestPagingOptions : IValidatableObject
{
    public RestPaging Style { get; set; } = RestPaging.None;

    /// <summary>The query parameter with the page's number, the offset or the token.</summary>
    public string? Parameter { get; set; }

    /// <summary>With <see cref="RestPaging.PageNumber"/>: the first page's number.</summary>
    public int First { get; set; } = 1;

    /// <summary>With <see cref="RestPaging.Token"/> and <see cref="RestPaging.NextLink"/>: where in an answer it is.</summary>
    public string? Next { get; set; }

    /// <summary>The query parameter that says how many records a page is to have; left out: the API decides.</summary>
    public string? SizeParameter { get; set; }

    /// <summary>What it is given.</summary>
    [Range(1, 100_000)]
    public int Size { get; set; } = 100;

    /// <summary>Where in an answer the number of all records is. A pass that ends with fewer is no success.</summary>
    public string? Total { get; set; }

    /// <summary>
    /// Records do not move between pages while they are read: the order is one that does not change, or the token holds the result still. Left out: so for tokens
    /// and links, not for page numbers and offsets; those are then read until two readings agree.
    /// </summary>
    public bool? StableOrder { get; set; }

    internal Sdk.Extraction.Paging Kind => StableOrder ?? Style is not (RestPaging.PageNumber or RestPaging.Offset) ? Sdk.Extraction.Paging.Stable : Sdk.Extraction.Paging.Unstable;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((Style is RestPaging.PageNumber or RestPaging.Offset or RestPaging.Token) == string.IsNullOrEmpty(Parameter))
            yield return new(string.IsNullOrEmpty(Parameter) ? $"is needed for Style {Style}" : $"has no meaning with Style {Style}", [nameof(Parameter)]);
        if ((Style is RestPaging.Token or RestPaging.NextLink) == string.IsNullOrEmpty(Next))
            yield return new(string.IsNullOrEmpty(Next) ? $"is needed for Style {Style}" : $"has no meaning with Style {Style}", [nameof(Next)]);
    }
}
