using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>
/// One batch of one object. What is known by its id is looked at first, since HubSpot would carry an update of a merged record over to the one that is left, and an upsert would make a deleted one again; the rest is upserted by its
/// key, which makes no double whatever became of an earlier answer. Then come lines and associations.
/// </summary>
internal sealed class HubSpotRound(HubSpotAccount account, IReadOnlyList<Delivery> batch)
{
    private readonly DeliveryResult?[] _answers = new DeliveryResult?[batch.Count];
    private readonly List<SavedHead> _heads = [];

    private string Entity => batch[0].Entity;

    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        var known = await account.Batches.ReadAsync(Entity, null, batch.Select(delivery => delivery.RemoteId).OfType<string>(), [], cancellationToken);
        foreach (var at in Places(delivery => delivery is { Change: ChangeKind.Upserted, RemoteId: not null }))
            if (!known.TryGetValue(batch[at].RemoteId!, out var record) || record.MergedInto is not null)
                _answers[at] = new DeliveryResult.Gone(record?.MergedInto);
        RefuseWhatIsNoText();
        await SaveAsync(byKey: true, Places(delivery => delivery is { Change: ChangeKind.Upserted, RemoteId: null }), cancellationToken);
        await SaveAsync(byKey: false, Places(delivery => delivery is { Change: ChangeKind.Upserted, RemoteId: not null }), cancellationToken);
        await new LineWriter(account, Entity).WriteAsync(_heads, Refuse, cancellationToken);
        await AssociateAsync(cancellationToken);
        await DeleteAsync(Places(delivery => delivery.Change == ChangeKind.Deleted), known, cancellationToken);
        return [.. _answers.Select(answer => answer ?? throw new InvalidOperationException("A delivery has no answer."))];
    }

    private int[] Places(Func<Delivery, bool> which) => [.. Enumerable.Range(0, batch.Count).Where(at => _answers[at] is null && which(batch[at]))];

    private void Refuse(int at, DeliveryResult answer) => _answers[at] = answer;

    private void RefuseWhatIsNoText()
    {
        foreach (var at in Places(delivery => delivery.Change == ChangeKind.Upserted))
            if (batch[at].Fields.FirstOrDefault(field => field.Value is JsonObject) is { Key: { } name })
                _answers[at] = new DeliveryResult.Rejected($"{Entity} {batch[at].ExternalKey}: '{name}' is an object, and HubSpot's properties hold texts. Map its parts one by one.");
    }

    private async Task SaveAsync(bool byKey, int[] places, CancellationToken cancellationToken)
    {
        var rows = await account.Batches.SaveAsync(Entity, byKey, [.. places.Select(at => Row(batch[at]))], cancellationToken);
        for (var row = 0; row < places.Length; row++)
        {
            var (at, delivery) = (places[row], batch[places[row]]);
            if (rows[row].Error is { } error)
                _answers[at] = error.IsAboutWhatIsNotThere && !byKey ? new DeliveryResult.Gone() : error.Rejection($"{Entity} {delivery.ExternalKey}");
            else
            {
                _answers[at] = new DeliveryResult.Delivered(rows[row].Id);
                _heads.Add(new SavedHead(at, rows[row].Id, rows[row].IsNew, delivery));
            }
        }
    }

    /// <summary>Only what differs, when the record is surely there.</summary>
    private static RowToSave Row(Delivery delivery)
    {
        var properties = new JsonObject();
        foreach (var (name, value) in delivery.Fields)
            if (!name.StartsWith(HubSpotValue.Associated, StringComparison.Ordinal) && HubSpotValue.Text(value) is { } text && (delivery.RemoteId is null || delivery.Changed?.Contains(name) != false))
                properties[name] = text;
        return new RowToSave(delivery.RemoteId, delivery.ExternalKey, properties);
    }

    private async Task AssociateAsync(CancellationToken cancellationToken)
    {
        var wanted = from head in _heads
                     where _answers[head.At] is DeliveryResult.Delivered
                     from field in head.Delivery.Fields
                     where field.Key.StartsWith(HubSpotValue.Associated, StringComparison.Ordinal) && (head.IsNew || head.Delivery.RemoteId is null || head.Delivery.Changed?.Contains(field.Key) != false)
                     group (Head: head, To: HubSpotValue.Text(field.Value)) by field.Key[HubSpotValue.Associated.Length..];
        foreach (var pairs in wanted.ToList())
        {
            var refused = await account.Associations.SetAsync(Entity, pairs.Key, [.. pairs.Select(pair => new WantedAssociation(pair.Head.Id, pair.To is { Length: > 0 } id ? id : null, pair.Head.IsNew))], cancellationToken);
            foreach (var (head, to) in pairs)
                if (refused.TryGetValue(head.Id, out var error))
                    _answers[head.At] = error.Rejection($"to associate {Entity} {head.Delivery.ExternalKey} with {pairs.Key} {to}");
        }
    }

    /// <summary>Only what is there under its own id: archiving a record that was merged would take away the one that is left.</summary>
    private async Task DeleteAsync(int[] places, Dictionary<string, FoundRecord> known, CancellationToken cancellationToken)
    {
        if (places.Length == 0)
            return;
        var byKey = await account.Batches.ReadAsync(Entity, account.KeyProperty, places.Where(at => batch[at].RemoteId is null).Select(at => batch[at].ExternalKey), [], cancellationToken);
        var ids = new List<string>();
        foreach (var at in places)
        {
            var record = batch[at].RemoteId is { } id ? known.GetValueOrDefault(id) : byKey.GetValueOrDefault(batch[at].ExternalKey);
            if (record is { MergedInto: null })
                ids.Add(record.Id);
            _answers[at] = new DeliveryResult.Delivered(record is { MergedInto: null } ? record.Id : batch[at].RemoteId ?? "");
        }

        await new LineWriter(account, Entity).DeleteOfAsync(ids, cancellationToken);
        await account.Batches.ArchiveAsync(Entity, ids, cancellationToken);
    }
}

/// <summary>A record that was saved and may have lines and associations.</summary>
internal sealed record SavedHead(int At, string Id, bool IsNew, Delivery Delivery);
