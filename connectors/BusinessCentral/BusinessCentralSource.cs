using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.BusinessCentral;

/// <summary>Reads one company of Business Central. Retries nothing itself.</summary>
internal sealed class BusinessCentralSource : ISource, IKeyListing, ISourceSchema, ICountedSource
{
    private const int KeysPerPage = 20_000;   // as many as the service gives
    private const int KeysAtOnce = 40;

    private readonly BusinessCentralOptions _options;
    private readonly ConnectorServices _services;
    private readonly ODataService _service;
    private readonly Companies _companies;

    public BusinessCentralSource(BusinessCentralOptions options, ConnectorServices services)
    {
        (_options, _services) = (options, services);
        _service = new ODataService(options.ApiUrl ?? throw new SetupException("Tenant is missing: the directory (tenant) of Microsoft Entra."), new ApiClient(services, services.Authorized(EntraLogin.Of(options.Auth, options.TokenUrl))))
        {
            Headers = Headers(options),
            Check = "Tenant, Environment and Company, and what the application may do in Business Central",
        };
        _companies = new Companies(_service, options.Company);
    }

    /// <summary>Looks for the company, and asks for one of its customers.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var (feed, _) = await FeedAsync("customers", ["number"], cancellationToken);
        await feed.ByKeysetAsync(new PageRequest("customers", 1), cancellationToken);
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entity = Entity(request.Entity);
        var (feed, form) = await FeedAsync(request.Entity, request.Fields, cancellationToken);
        var fetch = Pages(entity, feed);
        var batches = feed.Stamp is { } stamp
            ? new TimeCursor(fetch, stamp.Format, _services.Time) { Form = form, Paging = PagingOf(entity), ByKey = true, Slices = feed.Slices, KeysPerPage = KeysAtOnce, Overlap = TimeSpan.FromSeconds(_options.OverlapSeconds) }.ReadAsync(request, cancellationToken)
            : new FullCursor(fetch, PagingOf(entity)) { Form = form, Slices = feed.Slices, KeysPerPage = KeysAtOnce }.ReadAsync(request, cancellationToken);
        await foreach (var batch in batches)
            yield return batch;
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = Entity(entity);
        var feed = new ODataFeed(_service, ODataVersion.V4, await PathAsync(known, cancellationToken), BusinessCentralEntities.TypeOf(known)) { Name = entity, Selection = new() { Properties = [known.Key] } };
        await foreach (var keys in new FullCursor(known.Key == "id" ? feed.ByLinkAsync : feed.ByKeysetAsync, PagingOf(known)).KeysAsync(entity, KeysPerPage, cancellationToken))
            yield return keys;
    }

    public CountAbility CountsOf(string entity) => new([CountBy.Entity], Entity(entity).BusinessDate is null ? SliceKinds.None : SliceKinds.Dates);

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        var (feed, _) = await FeedAsync(request.Entity, [], cancellationToken);
        return [new SourceCount(null, await feed.CountAsync(request.Slice, cancellationToken))];
    }

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json)
    {
        Entity(entity);
        return new CountedFields().Of(json);
    }

    public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var known = Entity(entity);
        return Task.FromResult(ODataFields.Of(BusinessCentralEntities.Model, BusinessCentralEntities.TypeOf(known), Expanded(known)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    /// <summary>Ids are GUIDs: whether they can be sorted and filtered by greater-than, the reference does not say, so those go by the service's links.</summary>
    private static Paging PagingOf(BusinessCentralEntity entity) => entity.Key == "id" ? Paging.Unstable : Paging.Keyset;

    private FetchPage Pages(BusinessCentralEntity entity, ODataFeed feed)
    {
        FetchPage fetch = entity.Key == "id" ? feed.ByLinkAsync : feed.ByKeysetAsync;
        return (request, cancellationToken) => fetch(request with { Size = Math.Min(request.Size, _options.PageSize) }, cancellationToken);
    }

    /// <summary>An entity's feed, and a fingerprint of what is asked for.</summary>
    private async Task<(ODataFeed Feed, string Form)> FeedAsync(string name, IReadOnlyList<string>? fields, CancellationToken cancellationToken)
    {
        var entity = Entity(name);
        var type = BusinessCentralEntities.TypeOf(entity);
        var stamp = entity.Changed is { } changed && !_options.Whole.Contains(name) ? new ODataStamp(type.Property(changed)!) : null;
        var selection = ODataSelection.Of(BusinessCentralEntities.Model, type, fields, stamp is null ? [entity.Key] : [entity.Key, stamp.Property], Expanded(entity));
        var isExpanded = entity.Expand.Length > 0 && (fields is null || selection.Expanded.Count > 0);
        var feed = new ODataFeed(_service, ODataVersion.V4, await PathAsync(entity, cancellationToken), type)
        {
            Name = name,
            Stamp = stamp,
            BusinessDate = entity.BusinessDate is { } date ? type.Property(date) : null,
            Selection = selection with { Expanded = new Dictionary<string, ODataSelection>() },   // what is expanded comes whole: the vendor's description knows no options within $expand
            Options = isExpanded ? [ODataService.Option("$expand", entity.Expand)] : [],
        };
        return (feed, selection.Fingerprint());
    }

    private async Task<string> PathAsync(BusinessCentralEntity entity, CancellationToken cancellationToken) =>
        entity.IsAboveCompanies ? entity.Set : $"companies({await _companies.IdAsync(cancellationToken)})/{entity.Set}";

    private static IReadOnlyList<string> Expanded(BusinessCentralEntity entity) => entity.Expand switch
    {
        "" => [],
        "contactsInformation($expand=customer($select=number))" => ["contactsInformation/customer"],
        var lines => [lines],
    };

    private static BusinessCentralEntity Entity(string name) => BusinessCentralEntities.All.TryGetValue(name, out var entity) ? entity
        : throw new SetupException($"Business Central has no entity '{name}' here. There are {string.Join(", ", BusinessCentralEntities.All.Keys)}.");

    private static Dictionary<string, string> Headers(BusinessCentralOptions options)
    {
        var headers = new Dictionary<string, string>();
        if (options.Language is { } language)
            headers["Accept-Language"] = language;
        if (options.ReadFromReplica)
            headers["Data-Access-Intent"] = "ReadOnly";
        return headers;
    }
}
