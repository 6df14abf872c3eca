using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.Rest;

/// <summary>How a record is made to exist over there.</summary>
public enum RestUpsert
{
    /// <summary>PUT to a path with the external id creates or replaces: one request, and safe to repeat.</summary>
    PutByExternalId,

    /// <summary>Search by external id, then POST a new one or PATCH the one that was found.</summary>
    LookupThenCreate,
}

/// <summary>
/// One object of the API. Paths may hold <c>{object}</c>, the object's name; <c>{path}</c>, what <see cref="Path"/> says;
/// <c>{externalId}</c> and <c>{id}</c>, the API's own id.
/// </summary>
public sealed class RestObjectOptions : IValidatableObject
{
    /// <summary>The object's collection; new records are POSTed here.</summary>
    [Required]
    public string Path { get; set; } = "/api/{object}";

    public RestUpsert Upsert { get; set; } = RestUpsert.PutByExternalId;

    /// <summary>With <see cref="RestUpsert.PutByExternalId"/>: where to PUT, and to DELETE.</summary>
    [Required]
    public string UpsertPath { get; set; } = "{path}/by-external-id/{externalId}";

    /// <summary>With <see cref="RestUpsert.LookupThenCreate"/>: GET answers the records with that external id, as a list or as <c>{"items": […]}</c>.</summary>
    [Required]
    public string SearchPath { get; set; } = "{path}?externalId={externalId}";

    /// <summary>With <see cref="RestUpsert.LookupThenCreate"/>: where to PATCH and DELETE one record.</summary>
    [Required]
    public string ItemPath { get; set; } = "{path}/{id}";

    /// <summary>The field of an answer that holds the API's own id.</summary>
    [Required]
    public string IdField { get; set; } = "id";

    /// <summary>The field that holds the external id, in batches, in new records and in what a search answers.</summary>
    [Required]
    public string ExternalIdField { get; set; } = "externalId";

    /// <summary>With <see cref="RestUpsert.PutByExternalId"/>: many records in one request.</summary>
    public RestBatchOptions Batch { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. PathTemplate.Problems(nameof(Path), Path, needed: null, mayBeginWithPath: false),
        .. PathTemplate.Problems(nameof(UpsertPath), UpsertPath, PathTemplate.ExternalId),
        .. PathTemplate.Problems(nameof(SearchPath), SearchPath, PathTemplate.ExternalId),
        .. PathTemplate.Problems(nameof(ItemPath), ItemPath, PathTemplate.Id),
    ];
}

/// <summary>
/// An endpoint that takes <c>{"records": [{"externalId": …, …}, …]}</c> and answers
/// <c>{"results": [{"status": 200, "id": …}, {"status": 422, "error": …}, …]}</c>, one per record, in order.
/// </summary>
public sealed class RestBatchOptions : IValidatableObject
{
    [Required]
    public string Path { get; set; } = "{path}/batch-upsert";

    /// <summary>At most this many records per request; 1: the API has no such endpoint, records are sent one by one.</summary>
    [Range(1, 10_000)]
    public int MaxSize { get; set; } = 200;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PathTemplate.Problems(nameof(Path), Path, needed: null);
}
