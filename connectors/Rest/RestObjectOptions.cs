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

    /// <summary>One record by the API's own id: GET reads it; with <see cref="RestUpsert.LookupThenCreate"/> and <see cref="KnownById"/> PATCH changes and DELETE removes it.</summary>
    [Required]
    public string ItemPath { get; set; } = "{path}/{id}";

    /// <summary>
    /// With <see cref="RestUpsert.PutByExternalId"/>: a record whose id is known is changed by that id, so that one which somebody deleted is noticed instead of made again, and one that was there before can be
    /// adopted. Alone by PATCH to <see cref="ItemPath"/>, in a batch by the id in its row (a row answers 404 when it is gone). With lookup it is always so.
    /// </summary>
    public bool KnownById { get; set; }

    /// <summary>GET answers the records with a value in a field, as a search does; with <c>{field}</c> and <c>{value}</c>. For adopting what is there already.</summary>
    [Required]
    public string FindPath { get; set; } = "{path}?{field}={value}";

    /// <summary>GET answers all records, page by page from 1, as a search does, with <c>{page}</c>; a page without records is the end. For counting, and for noticing what was deleted.</summary>
    [Required]
    public string ListPath { get; set; } = "{path}?page={page}&pageSize=200";

    /// <summary>The field of a listed page with the number of all records, against which the list is checked. Empty: the API does not say it.</summary>
    public string TotalField { get; set; } = "total";

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
        .. PathTemplate.Problems(nameof(Path), Path, [], mayBeginWithPath: false),
        .. PathTemplate.Problems(nameof(UpsertPath), UpsertPath, [PathTemplate.ExternalId]),
        .. PathTemplate.Problems(nameof(SearchPath), SearchPath, [PathTemplate.ExternalId]),
        .. PathTemplate.Problems(nameof(ItemPath), ItemPath, [PathTemplate.Id]),
        .. PathTemplate.Problems(nameof(FindPath), FindPath, [PathTemplate.Field, PathTemplate.Value]),
        .. PathTemplate.Problems(nameof(ListPath), ListPath, [PathTemplate.Page]),
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
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PathTemplate.Problems(nameof(Path), Path, []);
}
