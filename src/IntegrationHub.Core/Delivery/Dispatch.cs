using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>Claimed records sorted into what can leave and what is settled without leaving.</summary>
internal sealed class Dispatch
{
    public List<(OutboxItem Item, Sdk.Delivery Delivery)> Ready { get; } = [];
    public List<Settlement> Settled { get; } = [];

    public static async Task<Dispatch> PrepareAsync(DeliveryPlan plan, Claim claim, IReadOnlyList<OutboxItem> items, Outbox outbox, CancellationToken cancellationToken)
    {
        var dispatch = new Dispatch();
        var mapped = new List<(OutboxItem Item, string Object, OutwardResult.Mapped Result)>(items.Count);
        foreach (var item in items)
            dispatch.Map(plan, item, mapped);

        var parents = new HashSet<RecordKey>();
        foreach (var (_, _, result) in mapped)
            parents.UnionWith(result.References.Select(reference => reference.To));
        var remoteIds = await outbox.RemoteIdsAsync(claim, parents, cancellationToken);
        foreach (var (item, target, result) in mapped)
            dispatch.Address(item, target, result, remoteIds);
        return dispatch;
    }

    private void Map(DeliveryPlan plan, OutboxItem item, List<(OutboxItem, string, OutwardResult.Mapped)> mapped)
    {
        var mapping = plan.Mappings[Entities.KindOf(item.Key.Entity)];
        if (item.Deleted)
        {
            if (item.RemoteId is null && !item.MayExist)
                Settled.Add(new Settlement.NothingToSend(item));
            else
                Ready.Add((item, new Sdk.Delivery(mapping.Object, item.ExternalKey, item.RemoteId, item.MayExist, ChangeKind.Deleted, [])));
            return;
        }

        switch (mapping.Map(item.Document))
        {
            case OutwardResult.Mapped result:
                mapped.Add((item, mapping.Object, result));
                break;
            case OutwardResult.LeftOut:
                Settled.Add(new Settlement.NothingToSend(item));
                break;
            case OutwardResult.Refused refused:
                Settled.Add(new Settlement.Rejected(item, refused.Issues[0].Cause, string.Join("; ", refused.Issues.Select(issue => $"{issue.Rule}: {issue.Cause}"))));
                break;
        }
    }

    /// <summary>Fills in the target's ids of the records this one refers to; without a required one it waits.</summary>
    private void Address(OutboxItem item, string target, OutwardResult.Mapped result, Dictionary<RecordKey, (long RecordNo, string? RemoteId)> remoteIds)
    {
        foreach (var reference in result.References)
        {
            var isKnown = remoteIds.TryGetValue(reference.To, out var parent);
            if (parent.RemoteId is null && !reference.Optional)
            {
                Settled.Add(new Settlement.NotSent(item, isKnown ? parent.RecordNo : null,
                    isKnown ? $"waits until {reference.To} is delivered" : $"waits for {reference.To}, which the hub has not received"));
                return;
            }

            reference.Owner[reference.Field] = parent.RemoteId;
        }

        Ready.Add((item, new Sdk.Delivery(target, item.ExternalKey, item.RemoteId, item.MayExist, ChangeKind.Upserted, result.Fields)));
    }
}
