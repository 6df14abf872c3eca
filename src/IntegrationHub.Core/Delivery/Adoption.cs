using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>
/// Before the first delivery of a record: is it at the target already, made by a person or by another integration? The mapping says by which fields it is known (<c>to.adopt</c>). One hit is bound and
/// changed instead of making a double; several, or one that another record of ours has, are for a person to choose.
/// </summary>
internal sealed class Adoption(ITargetReader reader, Outbox outbox, Claim claim, string target, string entity, IReadOnlyList<string> adopt)
{
    private readonly List<Outgoing> _found = [];
    private readonly List<Settlement> _settled = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>What of these can leave now, those that were found bound to their ids; the others go to <paramref name="settled"/>.</summary>
    /// <param name="ready">Of one object, in order.</param>
    /// <param name="settled">Gets what waits for a person.</param>
    /// <param name="cancellationToken">Ends it; nothing was sent.</param>
    /// <exception cref="ConnectorException">The target cannot be asked.</exception>
    public async Task<IReadOnlyList<Outgoing>> ResolveAsync(IReadOnlyList<Outgoing> ready, List<Settlement> settled, CancellationToken cancellationToken)
    {
        var open = ready.Where(sent => sent is { Delivery: { RemoteId: null, Change: ChangeKind.Upserted }, Item.MakeNew: false }).ToList();
        if (open.Count == 0)
            return ready;
        open = await StepAsync(open, RemoteBy.ExternalKey, null, sent => sent.Delivery.ExternalKey, cancellationToken);
        foreach (var field in adopt)
            open = await StepAsync(open, RemoteBy.Field, field, sent => sent.Delivery.Fields[field]?.ToString(), cancellationToken);
        settled.AddRange(_settled);
        var byNo = _found.ToDictionary(sent => sent.Item.RecordNo);
        var waiting = _settled.Select(settlement => settlement.Item.RecordNo).ToHashSet();
        return [.. ready.Where(sent => !waiting.Contains(sent.Item.RecordNo)).Select(sent => byNo.GetValueOrDefault(sent.Item.RecordNo, sent))];
    }

    /// <summary>One question for all that are still open; gives those it did not answer.</summary>
    private async Task<List<Outgoing>> StepAsync(List<Outgoing> open, RemoteBy by, string? field, Func<Outgoing, string?> valueOf, CancellationToken cancellationToken)
    {
        var alike = field is null ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;   // keys may differ in case alone
        var askers = open.Where(sent => !string.IsNullOrWhiteSpace(valueOf(sent))).ToLookup(sent => valueOf(sent)!, alike);
        if (askers.Count == 0)
            return open;
        var records = await reader.FindAsync(new RemoteQuery(entity, by, [.. askers.Select(group => group.Key)], field is null ? [] : [field]) { Field = field }, cancellationToken);
        var bound = await outbox.BoundAsync(claim, [.. records.Select(record => record.RemoteId)], cancellationToken);
        var hits = records.ToLookup(record => (field is null ? record.ExternalKey : record.Fields[field]?.ToString()) ?? "", alike);
        var left = new List<Outgoing>();
        foreach (var sent in open)
        {
            // what bears another external key, or is another record of ours, is somebody else
            var candidates = string.IsNullOrWhiteSpace(valueOf(sent)) ? [] : hits[valueOf(sent)!]
                .Where(record => record.ExternalKey is null || record.ExternalKey == sent.Delivery.ExternalKey)
                .Where(record => !bound.TryGetValue(record.RemoteId, out var other) || other == sent.Item.Key)
                .Select(record => record.RemoteId).Distinct().ToList();
            if (candidates.Count == 0)
                left.Add(sent);
            else if (candidates.Count == 1 && askers[valueOf(sent)!].Count() == 1 && _taken.Add(candidates[0]))   // by an earlier field it may be another of ours
                _found.Add(sent with { Delivery = sent.Delivery with { RemoteId = candidates[0] }, Adopted = field ?? "externalKey" });
            else
                _settled.Add(Choice(sent.Item, field ?? "externalKey", candidates));
        }

        return left;
    }

    private Settlement.Rejected Choice(OutboxItem item, string field, List<string> candidates) => new(item, DeliveryCauses.Choose,
        $"{target}: {item.Key} is not there by its key, but by '{field}' it could be {string.Join(", ", candidates.Take(10))}{(candidates.Count > 10 ? $" and {candidates.Count - 10} more" : "")}. Choose one, or have a new one made.",
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["field"] = field, ["candidates"] = new JsonArray([.. candidates.Take(50).Select(id => (JsonNode?)id)]) }));
}
