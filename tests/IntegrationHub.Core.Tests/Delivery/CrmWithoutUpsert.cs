using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>
/// A CRM that can only create and update, as many can: a create makes a new object, whatever its external key. It looks an external key up only when the hub
/// says that the record may exist. So every mistake in the hub's bookkeeping shows as a second object.
/// </summary>
internal sealed class CrmWithoutUpsert
{
    private readonly List<(string Id, string Object, string ExternalKey, JsonObject Fields)> _objects = [];
    private readonly Dictionary<string, string?> _gone = [];
    private int _made;

    public IEnumerable<string> ExternalKeys => _objects.Select(row => row.ExternalKey);

    public JsonObject this[string externalKey] => _objects.Single(row => row.ExternalKey == externalKey).Fields;

    public int Count => _objects.Count;

    public string State => string.Join('\n', _objects.OrderBy(row => row.ExternalKey, StringComparer.Ordinal).Select(row => $"{row.Object} {row.ExternalKey} {Resolved(row.Fields)}"));

    /// <summary>Ids differ from run to run: shown as the external key they stand for.</summary>
    private string Resolved(JsonObject fields) => string.Join(' ', fields.Select(field => $"{field.Key}={_objects.FirstOrDefault(row => row.Id == field.Value?.ToString()).ExternalKey ?? field.Value?.ToJsonString()}"));

    /// <summary>Somebody adds an object by hand, without an external key.</summary>
    public string Add(string name, JsonObject fields)
    {
        _objects.Add(($"{++_made}", name, "", fields));
        return $"{_made}";
    }

    /// <summary>Somebody deletes an object, or merges it into another.</summary>
    public void Remove(string id, string? mergedInto = null)
    {
        _objects.RemoveAll(row => row.Id == id);
        _gone[id] = mergedInto;
    }

    public string IdOf(string externalKey) => _objects.Single(row => row.ExternalKey == externalKey).Id;

    public IReadOnlyList<RemoteRecord> Find(RemoteQuery query) => [.. _objects
        .Where(row => row.Object == query.Entity && query.Values.Contains(query.By switch
        {
            RemoteBy.ExternalKey => row.ExternalKey,
            RemoteBy.RemoteId => row.Id,
            _ => row.Fields[query.Field!]?.ToString() ?? "",
        }, StringComparer.OrdinalIgnoreCase))
        .Select(row => new RemoteRecord(row.Id, row.ExternalKey.Length == 0 ? null : row.ExternalKey, (JsonObject)row.Fields.DeepClone()))];

    public DeliveryResult Take(Sdk.Delivery delivery)
    {
        if (delivery is { Change: ChangeKind.Upserted, RemoteId: { } known } && _gone.TryGetValue(known, out var into))
            return new DeliveryResult.Gone(into);
        var id = delivery.RemoteId ?? (delivery.MayExist ? _objects.FirstOrDefault(row => row.ExternalKey == delivery.ExternalKey).Id : null);
        if (delivery.Change == ChangeKind.Deleted)
        {
            _objects.RemoveAll(row => row.Id == id);
            return new DeliveryResult.Delivered(id ?? "");
        }

        var fields = (JsonObject)delivery.Fields.DeepClone();
        if (id is null)
            _objects.Add((id = (++_made).ToString(CultureInfo.InvariantCulture), delivery.Entity, delivery.ExternalKey, fields));
        else
            _objects[_objects.FindIndex(row => row.Id == id)] = (id, delivery.Entity, delivery.ExternalKey, fields);
        return new DeliveryResult.Delivered(id);
    }
}

/// <summary>Delivers to such a CRM; what happens around each batch can be scripted.</summary>
internal sealed class ScriptedTarget(CrmWithoutUpsert crm) : ITarget, ITargetReader
{
    /// <summary>Called before the hub asks what is there.</summary>
    public Action<RemoteQuery> Asked { get; init; } = _ => { };

    /// <summary>Asked before a record is taken; an answer other than null is given instead.</summary>
    public Func<Sdk.Delivery, DeliveryResult?> Instead { get; init; } = _ => null;

    /// <summary>Called before a batch is taken, and with an empty one when the hub asks whether the CRM is up.</summary>
    public Action<IReadOnlyList<Sdk.Delivery>> Before { get; init; } = _ => { };

    public Action<IReadOnlyList<Sdk.Delivery>> After { get; init; } = _ => { };

    public List<IReadOnlyList<Sdk.Delivery>> Batches { get; } = [];

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Before([]);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Sdk.Delivery> batch, CancellationToken cancellationToken)
    {
        Batches.Add(batch);
        Before(batch);
        IReadOnlyList<DeliveryResult> answers = [.. batch.Select(delivery => Instead(delivery) ?? crm.Take(delivery))];
        After(batch);
        return Task.FromResult(answers);
    }

    public Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        Asked(query);
        return Task.FromResult(crm.Find(query));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
