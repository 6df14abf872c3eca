using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>Holds a live target against what it has acknowledged: what was edited or deleted over there since? One look; one caller at a time.</summary>
internal sealed class TargetDrift(AcknowledgedRecords acknowledged, DueMarks marks, DeliveryPlan plan)
{
    private const int PageSize = 200;
    private const int MostNamed = 1000;

    private readonly Dictionary<(string Entity, string Field), long> _fields = [];
    private readonly List<DriftedRecord> _records = [];

    /// <summary>Reads everything once, in pages. Nothing over there is changed.</summary>
    /// <param name="reader">The target.</param>
    /// <param name="entity">Only this; null: all.</param>
    /// <param name="restoreAs">Who has it put back; null: it is only told.</param>
    /// <param name="cancellationToken">Ends it; what was marked stays marked.</param>
    /// <exception cref="ConnectorException">The target cannot be asked.</exception>
    public async Task<DriftReport> LookAsync(ITargetReader reader, EntityKind? entity, string? restoreAs, CancellationToken cancellationToken)
    {
        var entities = new List<DriftedEntity>();
        foreach (var kind in plan.Mappings.Keys.Where(kind => entity is null || entity == kind).Order())
        {
            var counted = new DriftedEntity(Entities.NameOf(kind), plan.Mappings[kind].Object, 0, 0, 0);
            for (var after = 0L; await acknowledged.NextAsync(plan.Target, kind, after, PageSize, cancellationToken) is { Count: > 0 } page; after = page[^1].RecordNo)
            {
                var drifted = await CompareAsync(reader, kind, page, cancellationToken);
                var gone = drifted.Count(one => one.Fields is null);
                counted = counted with { Compared = counted.Compared + page.Count, Edited = counted.Edited + drifted.Count - gone, Gone = counted.Gone + gone };
                if (restoreAs is not null)
                    await acknowledged.SendAgainAsync(plan.Target, [.. drifted.Select(one => one.Item.RecordNo)], restoreAs, "edited or deleted over there", cancellationToken);
                foreach (var (item, fields) in drifted)
                    Note(counted.Entity, item, fields);
            }

            entities.Add(counted);
        }

        return new DriftReport(plan.Target, entities, [.. _fields.Select(field => new DriftedField(field.Key.Entity, field.Key.Field, field.Value)).OrderByDescending(field => field.Records)], _records, restoreAs is not null);
    }

    /// <summary>Those that are not as they were left: the fields, or null when the record is not there.</summary>
    private async Task<List<(OutboxItem Item, List<string>? Fields)>> CompareAsync(ITargetReader reader, EntityKind kind, IReadOnlyList<OutboxItem> page, CancellationToken cancellationToken)
    {
        var mapping = plan.Mappings[kind];
        var mapped = page.Select(item => (Item: item, Result: mapping.Map(item.Document) as OutwardResult.Mapped)).Where(one => one.Result is not null).ToList();
        var parents = await marks.ParentsAsync(plan.Target, mapped.SelectMany(one => one.Result!.References.Select(reference => reference.To)).ToHashSet(), cancellationToken);
        foreach (var reference in mapped.SelectMany(one => one.Result!.References))
            reference.Owner[reference.Field] = parents.GetValueOrDefault(reference.To)?.RemoteId;
        if (mapped.Count == 0)
            return [];
        string[] names = [.. mapped.SelectMany(one => one.Result!.Fields.Select(field => field.Key)).Distinct()];
        var there = new Dictionary<string, RemoteRecord>(StringComparer.Ordinal);
        foreach (var record in await reader.FindAsync(new RemoteQuery(mapping.Object, RemoteBy.RemoteId, [.. mapped.Select(one => one.Item.RemoteId!).Distinct()], names), cancellationToken))
            there.TryAdd(record.RemoteId, record);
        var drifted = new List<(OutboxItem, List<string>?)>();
        foreach (var (item, result) in mapped)
        {
            if (!there.TryGetValue(item.RemoteId!, out var live) || live.MergedInto is not null)
                drifted.Add((item, null));
            else if (Edited(result!.Fields, live.Fields, item.Prints!) is { Count: > 0 } edited)
                drifted.Add((item, edited));
        }

        return drifted;
    }

    /// <summary>Fields that the target took as we have them, and shows otherwise. What it never acknowledged (the mapping is newer), or does not show, says nothing.</summary>
    private static List<string> Edited(JsonObject ours, JsonObject live, byte[] acknowledged) =>
    [
        .. from field in ours
           where live.ContainsKey(field.Key) || field.Value is not null
           where FieldPrints.Shows(field.Key, field.Value, acknowledged) && !Shows(field.Key, live[field.Key], acknowledged)
           select field.Key,
    ];

    /// <summary>An empty text is as good as none.</summary>
    private static bool Shows(string name, JsonNode? live, byte[] acknowledged) => live is null || live is JsonValue text && text.TryGetValue<string>(out var said) && said.Length == 0
        ? FieldPrints.Shows(name, null, acknowledged) || FieldPrints.Shows(name, "", acknowledged)
        : FieldPrints.Shows(name, live, acknowledged);

    private void Note(string entity, OutboxItem item, List<string>? fields)
    {
        foreach (var field in fields ?? [])
            _fields[(entity, field)] = _fields.GetValueOrDefault((entity, field)) + 1;
        if (_records.Count < MostNamed)
            _records.Add(new DriftedRecord(item.Key.ToString(), item.RemoteId!, fields ?? [], fields is null));
    }
}
