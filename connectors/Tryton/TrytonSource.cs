using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>Reads one company of a Tryton. Retries nothing itself.</summary>
internal sealed class TrytonSource : ISource, IKeyListing, ISourceSchema, IPartitionedSource, ICountedSource
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

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var form = await FormAsync(Known(request.Entity), cancellationToken);
        var batches = request.Entity == TrytonEntities.Stock
            ? new FullCursor(new StockPages(_client, _fields).FetchAsync, Paging.Stable) { Form = form }.ReadAsync(request, cancellationToken)
            : Cursor(request.Entity, form).ReadAsync(request, cancellationToken);
        await foreach (var batch in batches)
            yield return batch;
    }

    public async Task<Partitions> PartitionAsync(ReadRequest request, int wanted, CancellationToken cancellationToken)
    {
        var form = await FormAsync(Known(request.Entity), cancellationToken);
        if (request.Entity == TrytonEntities.Stock)
            return new Partitions([new Slice()], new FullCursor(new StockPages(_client, _fields).FetchAsync, Paging.Stable) { Form = form }.Resume());
        var pages = Pages(request.Entity);
        var resume = Cursor(request.Entity, form).ResumeAt(await pages.NewestAsync(cancellationToken));   // before the cuts, so that nothing falls between
        var cuts = await pages.CutsAsync(wanted, cancellationToken);
        return new Partitions([.. cuts.Prepend(null).Zip(cuts.Append(null), (from, before) => new Slice { Range = new KeyRange(from, before) })], resume);
    }

    public CountAbility CountsOf(string entity) =>
        Known(entity) == TrytonEntities.Stock ? CountAbility.Nothing : new CountAbility([CountBy.Entity], TrytonEntities.All[entity].Slices);

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) =>
        [new SourceCount(null, await Pages(Known(request.Entity)).CountAsync(request.Slice, cancellationToken))];

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => new();

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FetchPage fetch = Known(entity) == TrytonEntities.Stock ? new StockPages(_client, _fields).FetchAsync : Pages(entity).FetchKeysAsync;
        await foreach (var keys in new FullCursor(fetch, Paging.Stable).KeysAsync(entity, KeysPerPage, cancellationToken))
            yield return keys;
    }

    public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) =>
        new TrytonSchema(_fields).DescribeAsync(Known(entity), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub, the session to the process

    private TimeCursor Cursor(string entity, string form) => new(Pages(entity).FetchAsync, new StampFormat(), _services.Time)
    {
        Form = form,
        KeysPerPage = KeysPerPage,
        Overlap = TimeSpan.FromSeconds(_options.OverlapSeconds),
        Paging = Paging.Stable,
        Slices = TrytonEntities.All[entity].Slices,
    };

    /// <summary>With other settings, unchanged records look otherwise, too: then all are read again.</summary>
    private async Task<string> FormAsync(string entity, CancellationToken cancellationToken)
    {
        string?[] asked = [.. await _fields.OfAsync(entity, cancellationToken), $"{_options.Company}", _options.Language, .. _options.CustomerCategories, "", .. _options.ContactRelations];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked)), 0, 8);
    }

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
