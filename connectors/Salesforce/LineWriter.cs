using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// Lists in a delivery's fields are records of their own that belong to it: the field is named as the parent's child relationship (<c>ERP_Order_Lines__r</c>), and each line says by the external key's field
/// which of the parent's lines it is. Lines are upserted by <c>parent's key/line's key</c>, and what the list no longer has is deleted. A record counts as delivered only when its lines are; one that was just
/// created is taken back when they are not, so that nothing is there that the hub does not know of.
/// </summary>
internal sealed class LineWriter(SalesforceOrg org, string entity, bool isBulk)
{
    public async Task WriteAsync(IReadOnlyList<SavedHead> heads, Action<int, DeliveryResult> settle, CancellationToken cancellationToken)
    {
        var left = heads.ToList();
        foreach (var list in heads.SelectMany(head => Lists(head.Delivery)).Distinct(StringComparer.Ordinal).ToList())
        {
            var children = (await org.Objects.NeededAsync(entity, cancellationToken)).Children.GetValueOrDefault(list)
                ?? throw new SetupException($"{entity} has no list '{list}', or the integration user may not see it. It is the name of the child relationship, such as ERP_Order_Lines__r; deploy the package (README), or mend the mapping.");
            var owners = left.Where(head => Lists(head.Delivery).Contains(list)).Select(head => new Owner(head, list)).ToList();
            foreach (var owner in owners)
                owner.Read(entity, org.KeyField, children.ParentField);
            await UpsertAsync(children, owners, cancellationToken);
            await RemoveAsync(children, owners, cancellationToken);
            foreach (var owner in owners.Where(owner => owner.Failure is not null))
            {
                settle(owner.Head.At, owner.Failure!);
                left.Remove(owner.Head);
            }
        }

        await TakeBackAsync([.. heads.Except(left).Where(head => head.Created).Select(head => head.Id)], cancellationToken);
    }

    /// <summary>A list that did not change is left alone.</summary>
    private static IEnumerable<string> Lists(Delivery delivery) =>
        delivery.Fields.Where(field => field.Value is JsonArray && (delivery.RemoteId is null || delivery.Changed is null || delivery.Changed.Contains(field.Key))).Select(field => field.Key);

    private async Task UpsertAsync(SObjectChildren children, List<Owner> owners, CancellationToken cancellationToken)
    {
        var rows = owners.Where(owner => owner.Failure is null).SelectMany(owner => owner.Rows.Select(row => (Owner: owner, Row: row))).ToList();
        var saved = await org.UpsertAsync(children.Object, [.. rows.Select(line => line.Row)], isBulk, cancellationToken);
        for (var at = 0; at < rows.Count; at++)
            if (saved[at].Error is { } error)
                rows[at].Owner.Failure ??= error.Answer($"{entity} {rows[at].Owner.Head.Delivery.ExternalKey}, line {rows[at].Row.Key[(rows[at].Owner.Head.Delivery.ExternalKey.Length + 1)..]}", rows[at].Row.Fields);
    }

    /// <summary>Lines that somebody added by hand bear no key, and stay.</summary>
    private async Task RemoveAsync(SObjectChildren children, List<Owner> owners, CancellationToken cancellationToken)
    {
        var old = owners.Where(owner => owner is { Failure: null, Head.Created: false }).ToDictionary(owner => owner.Head.Id, StringComparer.Ordinal);
        var surplus = new Dictionary<string, Owner>(StringComparer.Ordinal);
        foreach (var line in await org.Query.WhereAsync(children.Object, $"Id, {org.KeyField}, {children.ParentField}", children.ParentField, old.Keys, deletedToo: false, cancellationToken, $" AND {org.KeyField} != null"))
            if (SalesforceApi.Text(line, children.ParentField) is { } parent && old.TryGetValue(parent, out var owner) && !owner.Keys.Contains(SalesforceApi.Text(line, org.KeyField) ?? ""))
                surplus[SalesforceApi.Text(line, "Id") ?? ""] = owner;
        foreach (var (id, error) in await org.Collections.DeleteAsync(children.Object, surplus.Keys, cancellationToken))
            if (error is not null)
                surplus[id].Failure ??= error.Answer($"{entity} {surplus[id].Head.Delivery.ExternalKey}, a line that is no longer there", []);
    }

    private async Task TakeBackAsync(List<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > 0 && (await org.Collections.DeleteAsync(entity, ids, cancellationToken)).Values.FirstOrDefault(error => error is not null) is { } error)
            throw new TransientException($"{entity}: a record was created without all of its lines, and could not be taken back: {error.Sentence}");
    }

    /// <summary>A record and one list of it.</summary>
    private sealed class Owner(SavedHead head, string list)
    {
        public SavedHead Head => head;
        public List<RowToSave> Rows { get; } = [];
        public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);
        public DeliveryResult? Failure { get; set; }

        public void Read(string entity, string keyField, string parentField)
        {
            foreach (var line in ((JsonArray)head.Delivery.Fields[list]!).OfType<JsonObject>())
            {
                var key = line[keyField]?.ToString() is { Length: > 0 } own ? $"{head.Delivery.ExternalKey}/{own}" : null;
                if (key is null || !Keys.Add(key))
                {
                    Failure = new DeliveryResult.Rejected($"{entity} {head.Delivery.ExternalKey}: {(key is null ? "a line has no" : "two lines have the same")} {keyField} in {list}. Map the line's number to it.");
                    return;
                }

                Rows.Add(new RowToSave(null, key, line) { Parent = (parentField, head.Id) });
            }
        }
    }
}
