using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Delivery;

/// <summary>
/// What is claimed next: marks of live syncs, then those of first loads, back-fills and replays, where nobody waits for the single record. In each lane what comes behind the last claim, at the end once more from
/// the beginning, for what has become due meanwhile. One round's.
/// </summary>
internal sealed class Lanes(Outbox outbox, DeliveryPlan plan)
{
    private OutboxItem? _lastLive;
    private OutboxItem? _lastBulk;
    private bool _hasLooked;

    /// <summary>The next marks; empty: nothing is due.</summary>
    public async Task<Claim> NextAsync(int max, CancellationToken cancellationToken)
    {
        var live = await LiveAsync(max, cancellationToken);
        if (live.Items.Count > 0)
            return live;
        var most = Math.Max(max, plan.BulkBatchSize);
        var bulk = await ClaimAsync(bulk: true, most, _lastBulk, cancellationToken);
        if (bulk.Items.Count == 0 && _lastBulk is not null)
            bulk = await ClaimAsync(bulk: true, most, after: null, cancellationToken);
        _lastBulk = bulk.Items.LastOrDefault();
        return bulk;
    }

    /// <summary>The next of live syncs; also asked between two batches of the others.</summary>
    public async Task<Claim> LiveAsync(int max, CancellationToken cancellationToken)
    {
        var live = await ClaimAsync(bulk: false, max, _lastLive, cancellationToken);
        if (live.Items.Count == 0 && _lastLive is not null)
            live = await ClaimAsync(bulk: false, max, after: null, cancellationToken);
        _lastLive = live.Items.LastOrDefault();
        return live;
    }

    /// <summary>Claims what may leave; what may not without a person is held, here and on every host.</summary>
    private async Task<Claim> ClaimAsync(bool bulk, int max, OutboxItem? after, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (plan.ApproveAbove is not null || !_hasLooked)
                await outbox.Held.HoldSizeAsync(plan.Target, [.. plan.Mappings.Keys], plan.ApproveAbove, cancellationToken);
            _hasLooked = true;
            var claim = await outbox.ClaimAsync(plan.Target, [.. plan.Mappings.Keys], bulk, max, plan.Lease, after, cancellationToken);
            var held = plan.DeleteBrake is { } percent ? await outbox.Held.HoldDeletesAsync(claim, percent, plan.DeleteBrakeAtLeast, cancellationToken) : 0;
            if (claim.Items.Count > 0 || held == 0)
                return claim;
        }
    }
}
