using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// One batch of one object. What is known by its id is changed by that, so that a record somebody deleted is noticed and not made again; the rest is upserted by its key, which makes no double
/// whatever became of an earlier answer.
/// </summary>
internal sealed class SalesforceRound(SalesforceOrg org, IReadOnlyList<Delivery> batch)
{
    private readonly DeliveryResult?[] _answers = new DeliveryResult?[batch.Count];
    private readonly List<SavedHead> _heads = [];

    private string Entity => batch[0].Entity;

    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        var isBulk = batch[0].IsBulk;
        if (batch.Any(delivery => delivery.MayExist))
            await org.Bulk.EndUnfinishedAsync(Entity, cancellationToken);
        var upserts = Places(delivery => delivery.Change == ChangeKind.Upserted && delivery.RemoteId is null);
        Settle(upserts, await org.UpsertAsync(Entity, [.. upserts.Select(at => Row(batch[at]))], isBulk, cancellationToken));
        var updates = Places(delivery => delivery is { Change: ChangeKind.Upserted, RemoteId: not null });
        var missing = Settle(updates, await org.Collections.UpdateAsync(Entity, [.. updates.Select(at => Row(batch[at]))], cancellationToken));
        await SettleMissingAsync(missing, cancellationToken);
        await new LineWriter(org, Entity, isBulk).WriteAsync(_heads, (at, answer) => _answers[at] = answer, cancellationToken);
        await DeleteAsync(Places(delivery => delivery.Change == ChangeKind.Deleted), cancellationToken);
        return [.. _answers.Select(answer => answer ?? throw new InvalidOperationException("A delivery has no answer."))];
    }

    /// <summary>
    /// Records of one parent stand together: writing one locks its parent, and parts of a request, or of a bulk job, that run at the same time would wait for each other
    /// (Bulk API Developer Guide, "Use Parallel Mode", and UNABLE_TO_LOCK_ROW). The parent is the first id among the fields.
    /// </summary>
    private int[] Places(Func<Delivery, bool> which) =>
        [.. Enumerable.Range(0, batch.Count).Where(at => which(batch[at])).OrderBy(at => ParentOf(batch[at].Fields), StringComparer.Ordinal)];

    private static string ParentOf(JsonObject fields)
    {
        foreach (var (_, value) in fields)
            if (value is JsonValue some && some.TryGetValue<string>(out var text) && text.Length == 18 && GoneRecords.IsId(text))
                return text;
        return "";
    }

    private static RowToSave Row(Delivery delivery) => new(delivery.RemoteId, delivery.ExternalKey, delivery.Fields) { Only = delivery.RemoteId is null ? null : delivery.Changed };

    /// <summary>Notes what became of records. Returns those whose id seems not to be there.</summary>
    private List<(int At, SalesforceError Error)> Settle(int[] places, SavedRow[] rows)
    {
        var missing = new List<(int, SalesforceError)>();
        for (var row = 0; row < places.Length; row++)
        {
            var (at, delivery) = (places[row], batch[places[row]]);
            if (rows[row].Error is not { } error)
            {
                _answers[at] = new DeliveryResult.Delivered(rows[row].Id!);
                _heads.Add(new SavedHead(at, rows[row].Id!, rows[row].Created, delivery));
            }
            else if (delivery.RemoteId is not null && error.IsAboutWhatIsNotThere)
                missing.Add((at, error));
            else
                _answers[at] = error.Answer($"{Entity} {delivery.ExternalKey}", delivery.Fields);
        }

        return missing;
    }

    /// <summary>The same code is told of a record that is gone and of one that refers to something that is; so it is looked up.</summary>
    private async Task SettleMissingAsync(List<(int At, SalesforceError Error)> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0)
            return;
        var gone = await org.Gone.AmongAsync(Entity, [.. missing.Select(one => batch[one.At].RemoteId!).Distinct(StringComparer.Ordinal)], cancellationToken);
        foreach (var (at, error) in missing)
            _answers[at] = gone.TryGetValue(batch[at].RemoteId!, out var into) ? new DeliveryResult.Gone(into) : error.Answer($"{Entity} {batch[at].ExternalKey}", batch[at].Fields);
    }

    private async Task DeleteAsync(int[] places, CancellationToken cancellationToken)
    {
        if (places.Length == 0)
            return;
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = places.Where(at => batch[at].RemoteId is null).Select(at => batch[at].ExternalKey).ToList();
        foreach (var record in await org.Query.WhereAsync(Entity, $"Id, {org.KeyField}", org.KeyField, unknown, deletedToo: false, cancellationToken))
            if (SalesforceApi.Text(record, org.KeyField) is { } key)
                byKey[key] = SalesforceApi.Text(record, "Id") ?? "";
        var ids = places.ToDictionary(at => at, at => batch[at].RemoteId ?? byKey.GetValueOrDefault(batch[at].ExternalKey));
        var outcome = await org.Collections.DeleteAsync(Entity, ids.Values.OfType<string>(), cancellationToken);
        foreach (var (at, id) in ids)
            _answers[at] = id is not null && outcome[id] is { } error ? error.Answer($"{Entity} {batch[at].ExternalKey}", batch[at].Fields) : new DeliveryResult.Delivered(id ?? "");
    }
}

/// <summary>A record that was saved and may have lines.</summary>
internal sealed record SavedHead(int At, string Id, bool Created, Delivery Delivery);
