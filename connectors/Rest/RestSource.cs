using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Reads from a JSON API that its settings describe. Retries nothing itself.</summary>
internal sealed class RestSource(RestSourceOptions options, ConnectorServices services) : ISource, IKeyListing
{
    private readonly RestReader _reader = new(options, services);

    /// <summary>Asks for the first page of every entity, and tells everything that is wrong with the settings at once.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        foreach (var name in options.Entities.Keys)
        {
            try
            {
                await Entity(name).FetchAsync(new PageRequest(name, 1), cancellationToken);
            }
            catch (SetupException problem)
            {
                problems.Add(problem.Message);
            }
        }

        if (problems.Count > 0)
            throw new SetupException(string.Join(Environment.NewLine, problems.Distinct()));
    }

    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var entity = Entity(request.Entity);
        var settings = options.Entities[request.Entity];
        return settings.Changed is { } changed
            ? new TimeCursor(entity.FetchAsync, changed.Stamps, services.Time) { Overlap = TimeSpan.FromSeconds(changed.OverlapSeconds), Paging = settings.Paging.Kind }.ReadAsync(request, cancellationToken)
            : new FullCursor(entity.FetchAsync, settings.Paging.Kind).ReadAsync(request, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = options.Entities.GetValueOrDefault(entity)?.Paging ?? new();
        await foreach (var keys in new FullCursor(Entity(entity).FetchAsync, settings.Kind).KeysAsync(entity, settings.Size, cancellationToken))
            yield return keys;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    private RestEntity Entity(string name) => options.Entities.TryGetValue(name, out var entity)
        ? new RestEntity(name, entity, _reader)
        : throw new SetupException($"There is no entity '{name}' in the settings. Entities has {string.Join(", ", options.Entities.Keys)}.");
}
