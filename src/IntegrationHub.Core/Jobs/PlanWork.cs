using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>What deliveries would do, and how long they take: worked out at once, or by the worker for a page. Safe from several threads.</summary>
public sealed class PlanWork(HubWork work, ConnectorCatalog connectors, DueMarks marks, TargetPlans plans, TimeProvider time)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    /// <summary>Works out a plan. Nothing is sent, nothing is claimed.</summary>
    /// <exception cref="SetupException">The settings know no such target, or it takes no such entity.</exception>
    public async Task<TargetPlan> MakeAsync(string target, PlanWish wish, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        var plan = work.DeliveryPlanOf(target);
        if (wish.Entity is { } entity && !plan.Mappings.ContainsKey(entity))
            throw new SetupException($"'{target}' takes no {Canonical.Entities.NameOf(entity)}: it has no mapping from it. It takes {string.Join(", ", plan.Mappings.Keys.Order().Select(Canonical.Entities.NameOf))}.");
        using var order = CallOrder.BehindLive();
        await using var opened = connectors.OpenTarget(target);
        var made = await new TargetPlanner(marks, plan, wish).MakeAsync(opened, progress, time.GetUtcNow(), cancellationToken);
        return made with { Forecast = await ForecastAsync(target, made.Leaving, made.Calls, cancellationToken) };
    }

    /// <summary>When a backlog will have left, and whether the account's calls last.</summary>
    /// <param name="target">A target of the settings.</param>
    /// <param name="records">What leaves.</param>
    /// <param name="calls">Requests that takes; null: at the batch size of the settings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DeliveryForecast> ForecastAsync(string target, long records, long? calls, CancellationToken cancellationToken)
    {
        var plan = work.DeliveryPlanOf(target);
        var measured = await marks.PaceAsync(target, cancellationToken);
        var pace = plan.RecordsPerSecond > 0 ? Math.Min(measured ?? plan.RecordsPerSecond, plan.RecordsPerSecond) : measured;
        var account = (await connectors.QuotasAsync(cancellationToken)).FirstOrDefault(account => account.Connections.Contains(target));
        var left = account?.Stop is { } stop ? Math.Max(0, stop - account.Used) : (long?)null;
        return DeliveryForecast.Of(records, calls ?? (records + plan.BatchSize - 1) / plan.BatchSize, pace, left, left is null ? null : account!.ResetsAt, account?.Stop, time.GetUtcNow());
    }

    /// <summary>The canonical entities a target takes, in the order of delivery.</summary>
    /// <exception cref="SetupException">The settings know no such target.</exception>
    public IReadOnlyList<string> EntitiesOf(string target) => [.. work.DeliveryPlanOf(target).Mappings.Keys.Order().Select(Canonical.Entities.NameOf)];

    /// <summary>Notes that a plan is wanted: by the target's job <c>plan:crm</c>.</summary>
    /// <exception cref="SetupException">The settings know no such target.</exception>
    public Task AskAsync(string target, PlanWish wish, string who, CancellationToken cancellationToken) => plans.AskAsync(work.DeliveryPlanOf(target).Target, wish, who, cancellationToken);

    /// <summary>How the last one that was asked for stands; null: nobody ever asked.</summary>
    public Task<AskedPlan<PlanWish, TargetPlan>?> FindAsync(string target, CancellationToken cancellationToken) => plans.FindAsync<PlanWish, TargetPlan>(target, cancellationToken);

    /// <summary>Works out what was asked for, and keeps it.</summary>
    public async Task RunAskedAsync(string target, CancellationToken cancellationToken)
    {
        if (await FindAsync(target, cancellationToken) is not { IsOpen: true } asked)
            return;
        try
        {
            var told = new Told();
            var making = MakeAsync(target, asked.Wish, told, cancellationToken);
            while (await Task.WhenAny(making, Task.Delay(TellEvery, time, cancellationToken)) != making)
                await plans.TellAsync(target, told.Last.Done, told.Last.All, cancellationToken);
            await plans.FinishAsync(target, await making, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            await plans.FailAsync(target, failed is ConnectorException ? failed.Message : "This is a fault in the hub; its log has more.", cancellationToken);
            throw;
        }
    }

    private sealed class Told : IProgress<(long Done, long All)>
    {
        private Tuple<long, long> _last = new(0, 0);

        public (long Done, long All) Last => Volatile.Read(ref _last) is var (done, all) ? (done, all) : default;

        public void Report((long Done, long All) value) => Volatile.Write(ref _last, new(value.Done, value.All));
    }
}
