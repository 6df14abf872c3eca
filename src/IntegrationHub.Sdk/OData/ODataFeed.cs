using System.Security.Cryptography;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.OData;

/// <summary>
/// One entity set, page by page: its methods are what the cursors of <see cref="Extraction"/> fetch with. Immutable, safe from several threads. Everything
/// thrown is a <see cref="ConnectorException"/>; nothing is retried.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="version">How the service writes.</param>
/// <param name="path">The entity set below the service's root, encoded: <c>A_SalesOrder</c>, <c>companies(…)/customers</c>.</param>
/// <param name="type">The type of its entities.</param>
public sealed class ODataFeed(ODataService service, ODataVersion version, string path, ODataType type)
{
    /// <summary>What the entity is called, for messages; left out: its path.</summary>
    public string Name { get => field ?? path; init; }

    /// <summary>The properties of its key, in order; left out: the type's.</summary>
    public IReadOnlyList<string> Key { get; init; } = type.Keys;

    /// <summary>In front of every key, so that keys of several feeds do not meet: <c>CRONUS/</c>.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary>What tells a change; null: the feed is read by key.</summary>
    public ODataStamp? Stamp { get; init; }

    /// <summary>What is asked for. It must hold the key and the stamp.</summary>
    public ODataSelection Selection { get; init; } = ODataSelection.All;

    /// <summary>A condition that always holds, as OData writes it, not encoded; empty: none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>More query options, encoded.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The property that says that an entity is deleted (true, or a text that is not empty); null: there is none.</summary>
    public string? Deleted { get; init; }

    /// <summary>The property with the business date, which slices of dates are meant by: <c>Edm.Date</c>, <c>Edm.DateTime</c> or <c>Edm.DateTimeOffset</c>, whose days are UTC's; null: no such slices.</summary>
    public ODataProperty? BusinessDate { get; init; }

    /// <summary>The property with the company; null: no such slices.</summary>
    public ODataProperty? Company { get; init; }

    /// <summary>What the feed can be narrowed by, for the cursors' <c>Slices</c> and for <see cref="CountAsync"/>.</summary>
    public SliceKinds Slices => SliceKinds.Keys | (BusinessDate is null ? 0 : SliceKinds.Dates) | (Company is null ? 0 : SliceKinds.Company);

    /// <summary>Ask for the number of all entities with server-driven pages, so that a pass that ends with fewer is no success.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>Ask at the start of a pass by keyset whether there are records without a time of change, which it would never come to.</summary>
    public bool RefusesTimeless { get; init; } = true;

    /// <summary>
    /// A page by keyset, for <see cref="Paging.Keyset"/>: in the order of keys, also with a <see cref="Stamp"/> (then for a <see cref="TimeCursor"/> with <see cref="TimeCursor.ByKey"/>), since
    /// services show less of a time than they keep. Needs a service that can filter and sort by the key.
    /// </summary>
    public Task<Page> ByKeysetAsync(PageRequest request, CancellationToken cancellationToken) => new KeysetPages(this).FetchAsync(request, cancellationToken);

    /// <summary>A page of the service's own making, for <see cref="Paging.Stable"/> and <see cref="Paging.Unstable"/>: by its links.</summary>
    public Task<Page> ByLinkAsync(PageRequest request, CancellationToken cancellationToken) => new LinkedPages(this).FetchAsync(request, cancellationToken);

    /// <summary>
    /// A page of what changed, for a <see cref="DeltaCursor"/>: by version 4's delta links. A record that comes with its changes alone is asked for whole; one
    /// that was deleted, or no longer fits the <see cref="Filter"/>, is <see cref="ChangeKind.Deleted"/>.
    /// </summary>
    public Task<Page> ByDeltaAsync(PageRequest request, CancellationToken cancellationToken) => new DeltaPages(this).FetchAsync(request, cancellationToken);

    /// <summary>Lets the service count the entities, or those of a slice (by <see cref="Slices"/>). Those with <see cref="Deleted"/> count, too.</summary>
    /// <exception cref="ConnectorException">There is no count.</exception>
    public async Task<long> CountAsync(Slice? slice, CancellationToken cancellationToken)
    {
        var below = service.PathAndQuery($"{path}/$count", [FilterOption(SliceCondition.Of(this, slice).Prepend(Filter)), .. Options.Where(option => !option.StartsWith("$expand", StringComparison.Ordinal))]);
        return await service.CountAsync(Name, below, cancellationToken);
    }

    internal ODataService Service => service;
    internal ODataVersion Version => version;
    internal string Path => path;
    internal ODataType Type => type;

    /// <summary>The type of a key's property.</summary>
    internal string TypeOf(string property) => type.Property(property)?.Type ?? "Edm.String";

    /// <summary>A page, and the answer it was in.</summary>
    internal async Task<(ODataPage Page, ApiAnswer Answer)> GetAsync(string below, string prefer, CancellationToken cancellationToken)
    {
        var answer = service.Success(await service.GetAsync(Name, below, prefer, cancellationToken));
        return (ODataPage.Read(answer.Body, Wanted, answer.What), answer);
    }

    internal IReadOnlyList<string> Wanted => [.. Key, .. Stamp is null ? Array.Empty<string>() : [Stamp.Property], .. Deleted is null ? Array.Empty<string>() : [Deleted]];

    /// <summary>The records of a page, whole, and what is none.</summary>
    internal async Task<(List<PageRecord> Records, List<BrokenRecord> Broken)> RecordsAsync(ODataPage page, ApiAnswer answer, CancellationToken cancellationToken)
    {
        var (records, broken) = (new List<PageRecord>(page.Items.Count), new List<BrokenRecord>());
        foreach (var item in page.Items)
            if (await RecordAsync(item, answer, cancellationToken) is { } record)
                records.Add(record);
            else
                broken.Add(Broken(item));
        return (records, broken);
    }

    internal BrokenRecord Broken(ODataItem item) =>
        new($"{Name} record {Convert.ToHexStringLower(SHA256.HashData(item.Json.Span), 0, 6)}", $"has no key ({string.Join(", ", Key)})", item.Json);

    internal async Task<PageRecord?> RecordAsync(ODataItem item, ApiAnswer answer, CancellationToken cancellationToken)
    {
        if (!item.IsObject || ODataKey.Of([.. item.Values.Take(Key.Count)]) is not { } key)
            return null;
        var json = item.HasMore ? await new NestedLists(service, Name).CompleteAsync(item.Json, answer, cancellationToken) : item.Json;
        var stamp = Stamp?.Text(item.Values[Key.Count]);
        var isDeleted = Deleted is not null && item.Values[Key.Count + (Stamp is null ? 0 : 1)] is not (null or "" or "false" or "0");
        return new PageRecord(KeyPrefix + key, json, stamp, isDeleted ? ChangeKind.Deleted : ChangeKind.Upserted);
    }

    /// <summary>Conditions that must all hold, as one option; empty when there are none.</summary>
    internal static string FilterOption(params IEnumerable<string> conditions)
    {
        var all = conditions.Where(condition => condition.Length > 0).ToList();
        return all.Count == 0 ? "" : ODataService.Option("$filter", all.Count == 1 ? all[0] : string.Join(" and ", all.Select(condition => $"({condition})")));
    }
}
