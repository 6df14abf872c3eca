using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>Delivers to kintone apps, and reads there. Retries nothing itself.</summary>
internal sealed class KintoneTarget(KintoneOptions options, ConnectorServices services) : ITarget, ITargetReader, ITargetListing, ITargetSetup
{
    private readonly Dictionary<string, KintoneApp> _apps = options.Apps.ToDictionary(app => app.Key, app => new KintoneApp(app.Key, app.Value, options, services), StringComparer.Ordinal);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var app in _apps.Values)
            app.Success(await app.GetAsync("app/form/fields.json", [], cancellationToken));
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return [];
        var app = AppOf(batch[0].Entity);
        var form = await app.FormAsync(cancellationToken);
        if (!form.IsKey(app.KeyField))
            throw new SetupException($"app {app.Number} has no single-line text field '{app.KeyField}' with unique values for the hub's key. Add it there ('hub target setup' says how), or set Apps:{app.Name}:KeyField.");
        return await new KintoneRound(app, form, batch).RunAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var app = AppOf(query.Entity);
        var form = await app.FormAsync(cancellationToken);
        string[] fields = [.. query.Fields.Where(field => form.TypeOf(field) is not null)];
        var by = query.By switch { RemoteBy.ExternalKey => app.KeyField, RemoteBy.RemoteId => "$id", _ => query.Field! };
        if (query.By == RemoteBy.Field && form.TypeOf(by) is null)
            throw new SetupException($"app {app.Number} has no field '{by}', by which records are to be found. Add it there, or mend to.adopt in the mapping.");
        var records = await new KintoneQuery(app).FindAsync(by, query.Values, [.. fields.Append(by).Where(field => field != "$id").Distinct()], cancellationToken);
        return [.. records.Select(record => new RemoteRecord(KintoneQuery.IdOf(record), KeyOf(record, app), new JsonObject(fields.Select(field => KeyValuePair.Create(field, KintoneValues.Unwrapped(record.GetProperty(field)))))))];
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var app = AppOf(entity);
        await foreach (var page in new KintoneQuery(app).ReadAsync($"{app.KeyField} != \"\"", [], cancellationToken))
            yield return [.. page.Select(record => new RemoteKey(KintoneQuery.IdOf(record), KeyOf(record, app)!))];
    }

    public async Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken) =>
        _apps.TryGetValue(entity, out var app) ? new TargetObject(entity, (await app.FormAsync(cancellationToken)).Described()) : null;

    public Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken) => Task.FromResult(SetupSteps.For(entity, _apps.GetValueOrDefault(entity), fields));

    public string? ExternalKeyField(string entity) => _apps.GetValueOrDefault(entity)?.KeyField ?? "erp_id";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    private static string? KeyOf(JsonElement record, KintoneApp app) => record.TryGetProperty(app.KeyField, out var key) && key.GetProperty("value").GetString() is { Length: > 0 } text ? text : null;

    private KintoneApp AppOf(string entity) => _apps.TryGetValue(entity, out var app)
        ? app
        : throw new SetupException($"Apps: '{entity}' is not among {string.Join(", ", _apps.Keys)}. Add its app, or mend to.object in the mapping.");
}
