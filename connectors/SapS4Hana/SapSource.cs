using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Reads S/4HANA. Sends only GET, so it needs no CSRF token; retries nothing itself.</summary>
internal sealed class SapSource(SapOptions options, ConnectorServices services) : ISource, IKeyListing, ISourceSchema, ICountedSource
{
    private const int KeysPerPage = 20;   // a key of four properties is a long condition

    private readonly SapSystem _system = new(options, services);

    /// <summary>Asks for one business partner: every set-up needs customers.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var partners = SapEntities.All[0];
        var path = _system.Service(partners.Service).PathAndQuery($"/{partners.Name}", "$top=1", "$select=BusinessPartner");
        ODataPage.Read((await _system.GetAsync(partners.Service, partners.Name, path, cancellationToken)).Body, [], $"GET {partners.Name}");
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entity = Entity(request.Entity);
        var feed = await OpenAsync(entity, request.Fields, cancellationToken);
        var batches = entity.Stamp is { } stamp && options.Entities.GetValueOrDefault(entity.Name)?.Changes != SapChanges.ReadAll
            ? new TimeCursor(feed.Fetch, SapTime.Format(stamp, options.Zone), services.Time) { ByKey = true, Overlap = options.Overlap, Form = feed.Form, Slices = SapConditions.KindsOf(entity), KeysPerPage = KeysPerPage }.ReadAsync(request, cancellationToken)
            : new FullCursor(feed.Fetch, Paging.Keyset) { Form = feed.Form, Slices = SapConditions.KindsOf(entity), KeysPerPage = KeysPerPage }.ReadAsync(request, cancellationToken);
        await foreach (var batch in batches)
            yield return batch;
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = await OpenAsync(Entity(entity), [], cancellationToken);
        await foreach (var keys in new FullCursor(feed.Fetch, Paging.Keyset).KeysAsync(entity, options.PageSize, cancellationToken))
            yield return keys;
    }

    public async Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        var known = Entity(entity);
        cancellationToken.ThrowIfCancellationRequested();
        if (known.Name == SapStock.Entity)
            return SapFields.Stock;
        var model = await _system.ModelAsync(known.Service, cancellationToken);
        var fields = ODataFields.Of(model, TypeOf(model, known.Service, known.Name), Expandable(model, known));
        if (known.Attachment is not { } attachment)
            return [.. fields, .. SapFields.Added(known, null, [])];
        var theirs = await _system.ModelAsync(attachment.Service, cancellationToken);
        return [.. fields, .. SapFields.Added(known, attachment, ODataFields.Of(theirs, TypeOf(theirs, attachment.Service, attachment.Set), []))];
    }

    public CountAbility CountsOf(string entity) => SapCounts.AbilityOf(Entity(entity));

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        var entity = Entity(request.Entity);
        var model = await _system.ModelAsync(entity.Service, cancellationToken);
        var query = new SapQuery(_system, model.Version, entity.Service, entity.Name, entity.Key);
        return await new SapCounts(entity, query, new SapConditions(entity, options, query, services.Time), options.PageSize).CountAsync(request.By, request.Slice, cancellationToken);
    }

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => SapCounts.FieldsOf(Entity(entity)).Of(json);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    private static SapEntity Entity(string name) => SapEntities.Find(name)
        ?? throw new SetupException($"There is no entity '{name}' here. There are {string.Join(", ", SapEntities.All.Select(entity => entity.Name))}; anything else is read by the connector 'odata'.");

    /// <summary>A feed that asks for what is read, and a text that is another one when it asks for something else.</summary>
    private async Task<(FetchPage Fetch, string Form)> OpenAsync(SapEntity entity, IReadOnlyList<string>? fields, CancellationToken cancellationToken)
    {
        var model = await _system.ModelAsync(entity.Service, cancellationToken);
        if (entity.Name == SapStock.Entity)
            return (new SapStock(options, new SapQuery(_system, model.Version, entity.Service, "A_MaterialStock", ["Material"])).FetchAsync, "stock");
        var join = await JoinAsync(entity, fields, cancellationToken);
        string[] always = [.. entity.Key, .. entity.Stamp?.Properties ?? [], .. join?.Join.Here ?? [], .. SapCounts.Columns(entity)];
        var type = TypeOf(model, entity.Service, entity.Name);
        var selection = ODataSelection.Of(model, type, SapFields.Needed(entity, fields), always, Expandable(model, entity));
        var query = new SapQuery(_system, model.Version, entity.Service, entity.Name, entity.Key);
        return (new SapFeed(entity, options, query, new SapConditions(entity, options, query, services.Time), selection.Query(model.Version), join?.Join).FetchAsync, $"{selection.Fingerprint()} {join?.Form}");
    }

    /// <summary>What is put into the records, when the mapping reads any of it.</summary>
    private async Task<(SapJoin Join, string Form)?> JoinAsync(SapEntity entity, IReadOnlyList<string>? fields, CancellationToken cancellationToken)
    {
        if (entity.Attachment is not { } attachment || SapFields.OfAttachment(attachment, fields) is not { Read: true } read)
            return null;
        var model = await _system.ModelAsync(attachment.Service, cancellationToken);
        string[] always = [.. attachment.Join.Select(pair => pair.There), .. attachment.Key, .. attachment.AddsOpenAmount ? SapFields.Open : []];
        var selection = ODataSelection.Of(model, TypeOf(model, attachment.Service, attachment.Set), read.Fields, always);
        SapQuery By(IReadOnlyList<string> order) => new(_system, model.Version, attachment.Service, attachment.Set, order);
        return (new SapJoin(attachment, By(attachment.Key), By([attachment.Join[0].There, .. attachment.Key]), selection.Query(model.Version), options.PageSize), selection.Fingerprint());
    }

    private static ODataType TypeOf(ODataModel model, string service, string set) => model.TypeOf(set, $"Services:{service}");

    /// <summary>What can be expanded in this release: an older service may lack some of it.</summary>
    private static List<string> Expandable(ODataModel model, SapEntity entity)
    {
        var known = new List<string>();
        foreach (var path in entity.Expand)
        {
            var (type, names) = (model.Type(model.Sets[entity.Name]), new List<string>());
            foreach (var name in path.Split('/'))
            {
                if (type?.Navigation(name) is not { } navigation)
                    break;
                names.Add(name);
                type = model.Type(navigation.Type);
            }

            if (names.Count > 0)
                known.Add(string.Join('/', names));
        }

        return known;
    }
}
