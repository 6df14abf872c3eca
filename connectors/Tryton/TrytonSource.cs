using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>Reads one company of a Tryton. Retries nothing itself.</summary>
internal sealed class TrytonSource : ISource, IKeyListing, ISourceSchema
{
    private const int KeysPerPage = 2000;
    private readonly TrytonOptions _options;
    private readonly ConnectorServices _services;
    private readonly TrytonClient _client;
    private readonly TrytonFields _fields;

    public TrytonSource(TrytonOptions options, ConnectorServices services)
    {
        (_options, _services, _client) = (options, services, new TrytonClient(options, services));
        _fields = new TrytonFields(options, _client);
    }

    /// <summary>Logs in, finds the company, and looks whether the names in the settings are names over there.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await NamesAsync("party.category", nameof(TrytonOptions.CustomerCategories), _options.CustomerCategories, cancellationToken);
        await NamesAsync("party.relation.type", nameof(TrytonOptions.ContactRelations), _options.ContactRelations, cancellationToken);
    }

    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => Known(request.Entity) == TrytonEntities.Stock
        ? new FullCursor(new StockPages(_client, _fields).FetchAsync, Paging.Stable).ReadAsync(request, cancellationToken)
        : new TimeCursor(Pages(request.Entity).FetchAsync, new StampFormat(), _services.Time) { Overlap = TimeSpan.FromSeconds(_options.OverlapSeconds), Paging = Paging.Stable }.ReadAsync(request, cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FetchPage fetch = Known(entity) == TrytonEntities.Stock ? new StockPages(_client, _fields).FetchAsync : Pages(entity).FetchKeysAsync;
        await foreach (var keys in new FullCursor(fetch, Paging.Stable).KeysAsync(entity, KeysPerPage, cancellationToken))
            yield return keys;
    }

    public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) =>
        new TrytonSchema(_fields).DescribeAsync(Known(entity), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub, the session to the process

    private TrytonPages Pages(string entity) => new(entity, _options, _client, _fields);

    private static string Known(string entity) => TrytonEntities.All.ContainsKey(entity) ? entity
        : throw new SetupException($"Tryton has no entity '{entity}' here. There are {string.Join(", ", TrytonEntities.All.Keys)}.");

    private async Task NamesAsync(string model, string setting, List<string> wanted, CancellationToken cancellationToken)
    {
        var company = await _client.CompanyAsync(cancellationToken);
        if (wanted.Count == 0)
            return;
        var there = (await _client.SearchReadAsync(model, Array.Empty<object>(), 500, ["name"], company.Context, cancellationToken)).Select(row => row.GetProperty("name").GetString()!).ToList();
        if (wanted.Except(there).ToList() is { Count: > 0 } missing)
            throw new SetupException($"{setting}: Tryton has no {model} '{string.Join("', '", missing)}'. There are: {string.Join(", ", there.Take(20))}.");
    }
}
