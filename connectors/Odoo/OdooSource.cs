using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>Reads an Odoo database. Retries nothing itself.</summary>
internal sealed class OdooSource : ISource, IKeyListing, ISourceSchema, ICountedSource
{
    private const int KeysPerPage = 2000;
    private readonly OdooOptions _options;
    private readonly ConnectorServices _services;
    private readonly OdooClient _client;
    private readonly OdooFields _fields;

    public OdooSource(OdooOptions options, ConnectorServices services)
    {
        (_options, _services, _client) = (options, services, new OdooClient(options, services));
        _fields = new OdooFields(options, _client);
    }

    /// <summary>Looks whether it is an Odoo, and logs in.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _client.VersionAsync(cancellationToken);
        await _client.ModelAsync("res.partner", cancellationToken);
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = Pages(request.Entity);
        var entity = OdooEntities.All[request.Entity];
        var form = await FormAsync(request.Entity, cancellationToken);
        var batches = entity.IsWhole
            ? new FullCursor(pages.FetchAsync, Paging.Stable) { Form = form, Slices = entity.Slices, KeysPerPage = KeysPerPage }.ReadAsync(request, cancellationToken)
            : new TimeCursor(pages.FetchAsync, new StampFormat("yyyy-MM-dd HH:mm:ss"), _services.Time)
            {
                Form = form,
                KeysPerPage = KeysPerPage,
                Overlap = TimeSpan.FromSeconds(_options.OverlapSeconds),
                Paging = Paging.Stable,
                Slices = entity.Slices,
            }.ReadAsync(request, cancellationToken);
        await foreach (var batch in batches)
            yield return batch;
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var keys in new FullCursor(Pages(entity).FetchKeysAsync, Paging.Stable).KeysAsync(entity, KeysPerPage, cancellationToken))
            yield return keys;
    }

    public CountAbility CountsOf(string entity) => new([CountBy.Entity], OdooEntities.All[Known(entity)].Slices);

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) =>
        [new SourceCount(null, await Pages(request.Entity).CountAsync(request.Slice, cancellationToken))];

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => new();

    public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) =>
        new OdooSchema(_client, _fields).DescribeAsync(Known(entity), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    /// <summary>With other settings, or another version over there, unchanged records look otherwise, too: then all are read again.</summary>
    private async Task<string> FormAsync(string name, CancellationToken cancellationToken)
    {
        var ofChildren = OdooEntities.All[name].Children is { } children ? await _fields.OfAsync(children, cancellationToken) : [];
        string[] asked = [.. await _fields.OfAsync(name, cancellationToken), "", .. ofChildren, "", _options.Language, .. _options.Companies.Select(company => $"{company}")];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked)), 0, 8);
    }

    private OdooPages Pages(string entity) => new(Known(entity), _options, _client, _fields);

    private static string Known(string entity) => OdooEntities.All.ContainsKey(entity) ? entity
        : throw new SetupException($"Odoo has no entity '{entity}' here. There are {string.Join(", ", OdooEntities.All.Keys)}.");
}
