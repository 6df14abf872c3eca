using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>A record that someone deleted at the target, or merged into another.</summary>
internal static class GoneRecord
{
    /// <param name="plan">Of the target.</param>
    /// <param name="item">The mark.</param>
    /// <param name="gone">What the target says.</param>
    /// <param name="bound">The survivors of merges that are records of ours already.</param>
    public static Settlement Settled(DeliveryPlan plan, OutboxItem item, DeliveryResult.Gone gone, Dictionary<string, RecordKey> bound) => gone.MergedInto switch
    {
        { } into when bound.TryGetValue(into, out var other) && other != item.Key => new Settlement.Rejected(item, DeliveryCauses.Merged,
            $"{plan.Target}: {item.Key} was merged over there into what is {other}. If they are one at the source as well, drop this; else part them over there, then try again."),
        { } into => new Settlement.Rebound(item, into, "merged"),
        null when plan.WhenGone == WhenGone.Recreate => new Settlement.Rebound(item, null, "madeAgain"),
        null => new Settlement.Rejected(item, DeliveryCauses.Gone, $"{plan.Target}: {item.Key} was deleted over there. Have it made again, or drop this: it then waits until it changes at the source."),
    };
}
