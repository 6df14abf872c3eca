using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.OData;

/// <summary>Reads an OData service by what it says of itself. Retries nothing itself.</summary>
internal sealed class ODataSource(ODataOptions options, ConnectorServices services) : ISource, IKeyListing, ISourceSchema, ICountedSource
{
    private readonly ODataService _service = new(options.BaseUrl!, new ApiClient(services, services.Authorized(options.Auth)))
    {
        Headers = options.Headers,
        Parameters = options.Parameters,
        Check = "BaseUrl, and the entity's settings",
    };

    private ODataModel? _model;

    /// <summary>Asks for one record of every entity in the settings, and tells everything that is wrong with them at once.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await ModelAsync(cancellationToken);
        List<string> problems = [];
        foreach (var name in options.Entities.Keys)
        {
            try
            {
                await (await EntityAsync(name, cancellationToken)).ProbeAsync(cancellationToken);
            }
            catch (SetupException problem)
            {
                problems.Add(problem.Message);
            }
        }

        if (problems.Count > 0)
            throw new SetupException(string.Join(Environment.NewLine, problems.Distinct()));
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entity = await EntityAsync(request.Entity, cancellationToken);
        await foreach (var batch in entity.ReadAsync(request, services.Time, cancellationToken))
            yield return batch;
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var keys in (await EntityAsync(entity, cancellationToken)).KeysAsync(cancellationToken))
            yield return keys;
    }

    public async Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) => (await EntityAsync(entity, cancellationToken)).Fields;

    /// <summary>By the settings alone; an entity that they do not name may be one of the service's.</summary>
    public CountAbility CountsOf(string entity)
    {
        var settings = options.Entities.GetValueOrDefault(entity);
        if (settings is null && options.Entities.Count > 0)
            throw new SetupException($"There is no entity '{entity}' in the settings. Entities has {string.Join(", ", options.Entities.Keys)}.");
        return settings?.Deleted is not null ? CountAbility.Nothing
            : new CountAbility([CountBy.Entity], (settings?.BusinessDate is null ? 0 : SliceKinds.Dates) | (settings?.Company is null ? 0 : SliceKinds.Company));
    }

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) =>
        [new SourceCount(null, await (await EntityAsync(request.Entity, cancellationToken)).CountAsync(request.Slice, cancellationToken))];

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json)
    {
        CountsOf(entity);
        return new CountedFields().Of(json);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    private async Task<ODataEntity> EntityAsync(string name, CancellationToken cancellationToken) =>
        new(_service, await ModelAsync(cancellationToken), name, options.Entities.GetValueOrDefault(name));

    private async Task<ODataModel> ModelAsync(CancellationToken cancellationToken) => _model ??= await _service.ModelAsync(cancellationToken);
}
