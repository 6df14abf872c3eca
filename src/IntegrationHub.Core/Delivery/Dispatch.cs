using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>Claimed records sorted into what can leave and what is settled without leaving.</summary>
internal sealed class Dispatch
{
    private readonly List<Outgoing> _ready = [];
    private readonly FieldPrints.Scratch _scratch = new();

    /// <summary>What can leave.</summary>
    public IReadOnlyList<Outgoing> Ready { get; private set; }

    private readonly bool isBulk;

    private Dispatch(bool isBulk) => (this.isBulk, Ready) = (isBulk, _ready);

    public List<Settlement> Settled { get; } = [];

    /// <summary>Sorts records of one entity.</summary>
    /// <param name="plan">Of the target.</param>
    /// <param name="target">Is asked for what it has already, where the mapping says so.</param>
    /// <param name="claim">Whose they are.</param>
    /// <param name="items">The records.</param>
    /// <param name="outbox">Knows the target's ids.</param>
    /// <param name="cancellationToken">Ends it; nothing was sent.</param>
    /// <exception cref="ConnectorException">The target cannot be asked.</exception>
    public static async Task<Dispatch> PrepareAsync(DeliveryPlan plan, ITarget target, Claim claim, IReadOnlyList<OutboxItem> items, Outbox outbox, CancellationToken cancellationToken)
    {
        var dispatch = new Dispatch(claim.IsBulk);
        var mapped = new List<(OutboxItem Item, string Object, OutwardResult.Mapped Result)>(items.Count);
        foreach (var item in items)
            dispatch.Map(plan, item, mapped);

        var parents = new HashSet<RecordKey>();
        foreach (var (_, _, result) in mapped)
            parents.UnionWith(result.References.Select(reference => reference.To));
        var remoteIds = await outbox.RemoteIdsAsync(claim, parents, cancellationToken);
        foreach (var (item, name, result) in mapped)
            dispatch.Address(item, name, result, remoteIds);
        var mapping = plan.Mappings[items[0].Kind];
        if (mapping.Adopt.Count > 0 && dispatch.Ready.Count > 0)
            dispatch.Ready = await AdoptionOf(plan, target, claim, outbox, mapping).ResolveAsync(dispatch.Ready, dispatch.Settled, cancellationToken);
        return dispatch;
    }

    private static Adoption AdoptionOf(DeliveryPlan plan, ITarget target, Claim claim, Outbox outbox, OutwardMapping mapping) => target is ITargetReader reader
        ? new Adoption(reader, outbox, claim, plan.Target, mapping.Object, mapping.Adopt)
        : throw new SetupException($"{mapping.File}: to.adopt needs a target that can be asked for its records; the connector of '{plan.Target}' cannot. Remove adopt.");

    private void Map(DeliveryPlan plan, OutboxItem item, List<(OutboxItem, string, OutwardResult.Mapped)> mapped)
    {
        var mapping = plan.Mappings[Entities.KindOf(item.Key.Entity)];
        if (item.Deleted)
        {
            if (item.RemoteId is null && !item.MayExist)
                Settled.Add(new Settlement.NothingToSend(item));
            else
                _ready.Add(new Outgoing(item, new Sdk.Delivery(mapping.Object, item.ExternalKey, item.RemoteId, item.MayExist, ChangeKind.Deleted, []) { IsBulk = isBulk }, null));
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

        var prints = FieldPrints.Of(result.Fields, _scratch);
        var changed = item is { MayExist: false, RemoteId: not null, Prints: { } acknowledged } ? FieldPrints.Changed(result.Fields, prints, acknowledged) : null;
        if (changed is { Count: 0 })
            Settled.Add(new Settlement.Unchanged(item));
        else
            _ready.Add(new Outgoing(item, new Sdk.Delivery(target, item.ExternalKey, item.RemoteId, item.MayExist, ChangeKind.Upserted, result.Fields) { Changed = changed, IsBulk = isBulk }, prints));
    }
}
