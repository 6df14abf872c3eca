using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>
/// One batch of one module. What is known by its id is changed by that, so that a record somebody deleted is noticed and not made again; the rest is upserted by its key, which makes no double whatever became of an earlier answer.
/// </summary>
internal sealed class ZohoRound(ZohoOrganization organization, IReadOnlyList<Delivery> batch)
{
    private readonly DeliveryResult?[] _answers = new DeliveryResult?[batch.Count];
    private readonly Subforms _subforms = new(organization, batch[0].Entity);

    private string Module => batch[0].Entity;

    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        await UpsertAsync(Places(delivery => delivery is { Change: ChangeKind.Upserted, RemoteId: null }), cancellationToken);
        await UpdateAsync(Places(delivery => delivery is { Change: ChangeKind.Upserted, RemoteId: not null }), cancellationToken);
        await DeleteAsync(Places(delivery => delivery.Change == ChangeKind.Deleted), cancellationToken);
        return [.. _answers.Select(answer => answer ?? throw new InvalidOperationException("A delivery has no answer."))];
    }

    private int[] Places(Func<Delivery, bool> which) => [.. Enumerable.Range(0, batch.Count).Where(at => which(batch[at]))];

    private async Task UpsertAsync(int[] places, CancellationToken cancellationToken)
    {
        var rows = await organization.Records.UpsertAsync(Module, [.. places.Select(at => Row(batch[at]))], cancellationToken);
        for (var row = 0; row < places.Length; row++)
        {
            var (at, delivery) = (places[row], batch[places[row]]);
            _answers[at] = rows[row].Error?.Answer(What(delivery)) ?? new DeliveryResult.Delivered(rows[row].Id);
            // it was there already, and its subforms have the rows of before besides
            if (rows[row] is { Error: null, IsNew: false } && await _subforms.TidyAsync(rows[row].Id, delivery.Fields, cancellationToken) is { } error)
                _answers[at] = error.Answer(What(delivery));
        }
    }

    private async Task UpdateAsync(int[] places, CancellationToken cancellationToken)
    {
        var rows = new List<JsonObject>();
        foreach (var at in places)
        {
            var row = Row(batch[at]);
            await _subforms.MatchAsync(batch[at].RemoteId!, row, cancellationToken);
            rows.Add(row);
        }

        var saved = await organization.Records.UpdateAsync(Module, rows, cancellationToken);
        var unknown = new List<int>();
        for (var row = 0; row < places.Length; row++)
        {
            var (at, delivery) = (places[row], batch[places[row]]);
            _answers[at] = saved[row].Error?.Answer(What(delivery)) ?? new DeliveryResult.Delivered(saved[row].Id);
            if (saved[row].Error is { IsAboutItsId: true })
                unknown.Add(at);
        }

        if (unknown.Count == 0)
            return;
        var there = (await organization.Query.WhereAsync(Module, [], "id", unknown.Select(at => batch[at].RemoteId!), cancellationToken)).Select(record => ZohoApi.Text(record, "id")).ToHashSet(StringComparer.Ordinal);
        foreach (var at in unknown.Where(at => !there.Contains(batch[at].RemoteId)))
            _answers[at] = new DeliveryResult.Gone();
    }

    private async Task DeleteAsync(int[] places, CancellationToken cancellationToken)
    {
        if (places.Length == 0)
            return;
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var record in await organization.Query.WhereAsync(Module, [], organization.KeyField, places.Where(at => batch[at].RemoteId is null).Select(at => batch[at].ExternalKey), cancellationToken))
            if (ZohoApi.Text(record, organization.KeyField) is { } key)
                byKey[key] = ZohoApi.Text(record, "id") ?? "";
        var ids = places.ToDictionary(at => at, at => batch[at].RemoteId ?? byKey.GetValueOrDefault(batch[at].ExternalKey));
        var outcome = await organization.Records.DeleteAsync(Module, ids.Values.OfType<string>(), cancellationToken);
        foreach (var (at, id) in ids)
            _answers[at] = id is not null && outcome[id] is { } error ? error.Answer(What(batch[at])) : new DeliveryResult.Delivered(id ?? "");
    }

    /// <summary>Only what differs, when the record is surely there.</summary>
    private JsonObject Row(Delivery delivery)
    {
        var row = new JsonObject();
        if (delivery.RemoteId is { } id)
            row["id"] = id;
        row[organization.KeyField] = delivery.ExternalKey;
        foreach (var (name, value) in delivery.Fields)
            if (delivery.RemoteId is null || delivery.Changed?.Contains(name) != false)
                row[name] = ZohoValue.Sent(value);
        return row;
    }

    private string What(Delivery delivery) => $"{Module} {delivery.ExternalKey}";
}
