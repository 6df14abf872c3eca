using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.OData;

/// <summary>An entity as the settings and the service together describe it. Immutable.</summary>
internal sealed class ODataEntity
{
    private const int KeysPerPage = 40;   // addresses may be 2,000 letters long

    private readonly ODataService _service;
    private readonly ODataModel _model;
    private readonly string _name;
    private readonly ODataEntityOptions _options;
    private readonly string _set;
    private readonly ODataType _type;
    private readonly IReadOnlyList<string> _key;
    private readonly ODataStamp? _stamp;

    /// <exception cref="SetupException">The settings do not fit the service.</exception>
    public ODataEntity(ODataService service, ODataModel model, string name, ODataEntityOptions? settings)
    {
        (_service, _model, _name, _options) = (service, model, name, settings ?? new());
        _set = _options.Set ?? name;
        _type = model.TypeOf(_set, settings is null ? $"Entity '{name}'" : Setting(nameof(settings.Set)));
        _key = _options.Key.Count > 0 ? [.. _options.Key.Select(property => _type.Needed(property, Setting(nameof(_options.Key))).Name)] : _type.Keys;
        if (_key.Count == 0)
            throw new SetupException($"{Setting(nameof(_options.Key))}: {_type.FullName} has no key of its own; say by which properties its records are told apart.");
        if (_options.Deleted is { } deleted)
            _type.Needed(deleted, Setting(nameof(_options.Deleted)));
        _stamp = _options.Changed is { } changed ? Stamp(changed) : null;
        Expand = _options.Expand;
    }

    public IReadOnlyList<string> Expand { get; }

    public IReadOnlyList<SourceField> Fields => ODataFields.Of(_model, _type, Expand);

    /// <summary>Reads it as the settings say.</summary>
    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var selection = Selection(request.Fields);
        var (feed, form) = (Feed(selection, _stamp), selection.Fingerprint());
        if (_options.Delta)
            return request.Slice is null
                ? new DeltaCursor(Sized(feed.ByDeltaAsync)) { Form = form }.ReadAsync(request, cancellationToken)
                : new FullCursor(Sized(feed.ByKeysetAsync), Paging.Keyset) { Form = form, Slices = feed.Slices, KeysPerPage = KeysPerPage }.ReadAsync(request, cancellationToken);
        var (fetch, paging) = Pages(feed);
        return _stamp is { } stamp
            ? new TimeCursor(fetch, stamp.Format, time) { Form = form, Paging = paging, ByKey = true, Slices = feed.Slices, KeysPerPage = KeysPerPage, Overlap = TimeSpan.FromSeconds(_options.Changed!.OverlapSeconds) }.ReadAsync(request, cancellationToken)
            : new FullCursor(fetch, paging) { Form = form, Slices = feed.Slices, KeysPerPage = KeysPerPage }.ReadAsync(request, cancellationToken);
    }

    /// <summary>How many there are.</summary>
    public Task<long> CountAsync(Slice? slice, CancellationToken cancellationToken) => Feed(new ODataSelection { Properties = _key }, stamp: null).CountAsync(slice, cancellationToken);

    /// <summary>Lists its keys: as few properties as can be.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var (fetch, paging) = Pages(Feed(new ODataSelection { Properties = [.. Always(null)] }, stamp: null));
        return new FullCursor(fetch, paging).KeysAsync(_name, 5 * _options.PageSize, cancellationToken);
    }

    /// <summary>One record, as a read would ask for it.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        var feed = Feed(Selection(null), _stamp);
        return Pages(feed).Fetch(new PageRequest(_name, 1), cancellationToken);
    }

    private ODataSelection Selection(IReadOnlyList<string>? fields) => _options.Select switch
    {
        ["*"] => ODataSelection.Of(_model, _type, null, [], Expand),
        [] => ODataSelection.Of(_model, _type, fields, Always(_stamp), Expand),
        var named => ODataSelection.Of(_model, _type, null, [], Expand) with
        {
            Properties = [.. named.Select(name => _type.Needed(name, Setting(nameof(_options.Select))).Name).Concat(Always(_stamp)).Distinct().Order(StringComparer.Ordinal)],
        },
    };

    private string[] Always(ODataStamp? stamp) => [.. _key, .. stamp is null ? Array.Empty<string>() : [stamp.Property], .. _options.Deleted is null ? Array.Empty<string>() : [_options.Deleted]];

    private ODataFeed Feed(ODataSelection selection, ODataStamp? stamp) => new(_service, _model.Version, Uri.EscapeDataString(_set), _type)
    {
        Name = _name,
        Key = _key,
        Stamp = stamp,
        Selection = selection,
        Filter = _options.Filter,
        Deleted = _options.Deleted,
        BusinessDate = _options.BusinessDate is { } date ? _type.Needed(date, Setting(nameof(_options.BusinessDate))) : null,
        Company = _options.Company is { } company ? _type.Needed(company, Setting(nameof(_options.Company))) : null,
        RefusesTimeless = _options.Changed?.RefuseNulls != false,
    };

    private (FetchPage Fetch, Paging Paging) Pages(ODataFeed feed) => _options.Paging == ODataPaging.Keyset
        ? (Sized(feed.ByKeysetAsync), Paging.Keyset)
        : (Sized(feed.ByLinkAsync), _options.LinksAreStable ? Paging.Stable : Paging.Unstable);

    private FetchPage Sized(FetchPage fetch) => (request, cancellationToken) => fetch(request with { Size = Math.Min(request.Size, _options.PageSize) }, cancellationToken);

    private ODataStamp Stamp(ODataChangedOptions changed)
    {
        var property = _type.Needed(changed.Field, Setting("Changed:Field"));
        if (!property.IsFilterable)
            throw new SetupException($"{Setting("Changed:Field")}: the service says that it cannot filter by {property.Name}. Take another property, or leave Changed out.");
        return new ODataStamp(property, TimeZoneInfo.FindSystemTimeZoneById(changed.TimeZone), changed.Format);
    }

    private string Setting(string setting) => $"Entities:{_name}:{setting}";
}
