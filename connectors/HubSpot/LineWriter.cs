using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>
/// Lines: a list in the fields, named as the object its elements become records of (<c>p_erp_order_line</c>, <c>line_items</c>). Each has a key of its own, the record's with its number behind it, and is associated with its record.
/// Lines of ours that the list no longer has are archived; what somebody added by hand stays.
/// </summary>
internal sealed class LineWriter(HubSpotAccount account, string entity)
{
    /// <summary>Names a line within its record.</summary>
    private const string Number = "erp_number";

    public async Task WriteAsync(IReadOnlyList<SavedHead> heads, Action<int, DeliveryResult> refuse, CancellationToken cancellationToken)
    {
        var lists = from head in heads
                    from field in head.Delivery.Fields
                    where field.Value is JsonArray && (head.IsNew || head.Delivery.RemoteId is null || head.Delivery.Changed?.Contains(field.Key) != false)
                    group (Head: head, Lines: field.Value!.AsArray()) by field.Key;
        foreach (var list in lists.ToList())
            await WriteAsync(list.Key, [.. list], refuse, cancellationToken);
    }

    /// <summary>Archives all lines of records that are to be deleted.</summary>
    public async Task DeleteOfAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > 0 && account.Options.Lines.GetValueOrDefault(entity) is { } lines)
            await account.Batches.ArchiveAsync(lines, (await account.Associations.ReadAsync(entity, lines, ids, cancellationToken)).Values.SelectMany(some => some), cancellationToken);
    }

    private async Task WriteAsync(string lines, List<(SavedHead Head, JsonArray Lines)> list, Action<int, DeliveryResult> refuse, CancellationToken cancellationToken)
    {
        var rows = new List<(SavedHead Head, RowToSave Row)>();
        foreach (var (head, elements) in list)
            for (var at = 0; at < elements.Count; at++)
                rows.Add((head, Row(head, elements[at] as JsonObject, at)));
        var saved = await account.Batches.SaveAsync(lines, byKey: true, [.. rows.Select(row => row.Row)], cancellationToken);
        for (var at = 0; at < saved.Length; at++)
            if (saved[at].Error is { } error)
                refuse(rows[at].Head.At, error.Rejection($"line {rows[at].Row.Key} of {entity}"));
        var made = rows.Zip(saved).Where(pair => pair.Second.Error is null).ToList();
        var refused = await account.Associations.SetAsync(lines, entity, [.. made.Select(pair => new WantedAssociation(pair.Second.Id, pair.First.Head.Id, pair.Second.IsNew))], cancellationToken);
        foreach (var ((head, row), line) in made)
            if (refused.TryGetValue(line.Id, out var error))
                refuse(head.At, error.Rejection($"to associate line {row.Key} with its {entity}"));
        await ArchiveOthersAsync(lines, list, made.Select(pair => pair.Second.Id).ToHashSet(StringComparer.Ordinal), [.. rows.Select(row => row.Row.Key)], cancellationToken);
    }

    private async Task ArchiveOthersAsync(string lines, List<(SavedHead Head, JsonArray Lines)> list, HashSet<string> written, HashSet<string> keys, CancellationToken cancellationToken)
    {
        var there = await account.Associations.ReadAsync(entity, lines, list.Where(one => !one.Head.IsNew).Select(one => one.Head.Id), cancellationToken);
        var prefixes = list.ToDictionary(one => one.Head.Id, one => $"{one.Head.Delivery.ExternalKey}/", StringComparer.Ordinal);
        var owners = there.SelectMany(pair => pair.Value.Where(line => !written.Contains(line)).Select(line => (Line: line, Prefix: prefixes[pair.Key]))).ToList();
        var records = await account.Batches.ReadAsync(lines, null, owners.Select(owner => owner.Line), [], cancellationToken);
        var ours = owners.Where(owner => records.TryGetValue(owner.Line, out var record) && record is { MergedInto: null } && record.Properties.GetValueOrDefault(account.KeyProperty) is { } key && key.StartsWith(owner.Prefix, StringComparison.Ordinal) && !keys.Contains(key));
        await account.Batches.ArchiveAsync(lines, ours.Select(owner => owner.Line), cancellationToken);
    }

    private static RowToSave Row(SavedHead head, JsonObject? line, int at)
    {
        var properties = new JsonObject();
        foreach (var (name, value) in line ?? [])
            if (HubSpotValue.Text(value) is { } text)
                properties[name] = text;
        return new RowToSave(null, $"{head.Delivery.ExternalKey}/{((string?)properties[Number] is { Length: > 0 } number ? number : $"{at + 1}")}", properties);
    }
}
