using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.RateLimiting;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>
/// The right half of the line: claims marks, sends the present state of their records, settles each one. Safe from several threads and hosts; each
/// round has its own target.
/// </summary>
public sealed class Deliverer(Outbox outbox, RunLedger ledger, TimeProvider time)
{
    /// <summary>From this many failed attempts on, a record is sent alone: it may be the one that spoils its batch.</summary>
    private const int SentAloneFrom = 3;

    /// <summary>A target that took its last claim within this time gets up to so many batches per claim: what a claim costs is shared by more records.</summary>
    private const int MostBatchesPerClaim = 5;

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>So many failures in a row mean that the target is down, not that a record is bad.</summary>
    private const int DownAfter = 3;

    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AccessPause = TimeSpan.FromMinutes(15);

    /// <summary>Delivers until nothing is due. Opens a run in the ledger only if there is something to deliver.</summary>
    /// <exception cref="ConnectorException">The target failed as a whole; what was claimed is settled as "may exist" and comes again.</exception>
    public async Task<RunCounts> RunAsync(DeliveryPlan plan, ITarget target, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var lanes = new Lanes(outbox, plan);
        var claim = await lanes.NextAsync(plan.BatchSize, cancellationToken);
        if (claim.Items.Count == 0)
            return new RunCounts();

        await using var run = await ledger.StartAsync($"deliver:{plan.Target}", cancellationToken);
        using var activity = Telemetry.Activities.StartActivity("deliver")?.AddTag("hub.target", plan.Target);
        await using var limit = RateLimit.Of(plan.RecordsPerSecond, Math.Max(plan.BatchSize, plan.BulkBatchSize));
        var round = new Round(plan, lanes, target, run, limit);
        try
        {
            while (claim.Items.Count > 0)
            {
                var started = time.GetTimestamp();
                var counts = await DeliverAsync(round, claim, cancellationToken);
                counts.Delivering = time.GetElapsedTime(started);
                await run.RecordAsync(counts, cancellationToken);
                progress?.Report(run.Counts);
                claim = await lanes.NextAsync(counts.Delivering < Quick ? plan.BatchSize * MostBatchesPerClaim : plan.BatchSize, cancellationToken);
            }

            if (round is { LastFailure: { } failure, HasAnswered: false })
                await StopAsync(round, failure);
            await run.FinishAsync(round.LastFailure is not null ? RunOutcome.Postponed : run.Counts.Rejected > 0 ? RunOutcome.Parked : RunOutcome.Succeeded, round.LastFailure?.Message);
            return run.Counts;
        }
        catch (Exception failure)
        {
            await run.FinishAsync(RunOutcome.Of(failure, cancellationToken), failure.Message);
            throw;
        }
    }

    private async Task<RunCounts> DeliverAsync(Round round, Claim claim, CancellationToken cancellationToken)
    {
        var counts = new RunCounts();
        var claimed = time.GetTimestamp();
        var entities = OneEntityEach(claim.Items);
        for (var at = 0; at < entities.Count; at++)
        {
            // parents are settled before their children look for their ids
            var dispatch = await PrepareAsync(round, claim, entities.Skip(at), counts, cancellationToken);
            await SettleAsync(round, claim, dispatch.Settled, counts, cancellationToken);

            var batches = Batches(dispatch.Ready, claim.IsBulk && round.Plan.BulkBatchSize > 0 ? round.Plan.BulkBatchSize : round.Plan.BatchSize);
            for (var next = 0; next < batches.Count; next++)
            {
                if (claim.IsBulk && next > 0)
                    counts.Add(await DeliverLiveAsync(round, cancellationToken));
                // what left late could still be on its way when others claim it again
                var isLate = time.GetElapsedTime(claimed) > round.Plan.Lease / 2;
                var failure = isLate ? null : await SendAsync(round, claim, batches[next], counts, cancellationToken);
                if (failure is null && !isLate)
                    continue;

                // the target is slow or down, or refuses us: give back what was claimed but never left, and stop
                var unsent = batches.Skip(isLate ? next : next + 1).SelectMany(batch => batch).Select(sent => sent.Item).Concat(entities.Skip(at + 1).SelectMany(items => items));
                var why = failure?.Message ?? $"{round.Plan.Target} took too long for what was claimed with it";
                await GiveBackAsync(round, claim, unsent, why, counts);
                if (failure is null)
                    return counts;
                await round.Run.RecordAsync(counts, CancellationToken.None);
                await StopAsync(round, failure);
            }
        }

        return counts;
    }

    /// <summary>Between two batches that can wait: what cannot.</summary>
    private async Task<RunCounts> DeliverLiveAsync(Round round, CancellationToken cancellationToken)
    {
        var live = await round.Lanes.LiveAsync(round.Plan.BatchSize, cancellationToken);
        return live.Items.Count > 0 ? await DeliverAsync(round, live, cancellationToken) : new RunCounts();
    }

    private async Task<Dispatch> PrepareAsync(Round round, Claim claim, IEnumerable<List<OutboxItem>> left, RunCounts counts, CancellationToken cancellationToken)
    {
        try
        {
            return await Dispatch.PrepareAsync(round.Plan, round.Target, claim, left.First(), outbox, cancellationToken);
        }
        catch (Exception failure) when (failure is ConnectorException or OperationCanceledException)
        {
            await GiveBackAsync(round, claim, left.SelectMany(items => items), failure.Message, counts);
            await round.Run.RecordAsync(counts, CancellationToken.None);
            await StopAsync(round, failure);
            throw;
        }
    }

    /// <summary>What was claimed never left.</summary>
    private Task GiveBackAsync(Round round, Claim claim, IEnumerable<OutboxItem> unsent, string why, RunCounts counts) =>
        SettleAsync(round, claim, [.. unsent.Select(item => new Settlement.NotSent(item, null, why))], counts, CancellationToken.None);

    /// <summary>Leaves the target alone for a while and tells the caller why.</summary>
    private async Task StopAsync(Round round, Exception failure)
    {
        await outbox.PauseAsync(round.Plan.Target, PauseAfter(failure), failure.Message, CancellationToken.None);
        ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Sends one batch and settles it. Returns what went wrong when the round must stop.</summary>
    private async Task<Exception?> SendAsync(Round round, Claim claim, IReadOnlyList<Outgoing> batch, RunCounts counts, CancellationToken cancellationToken)
    {
        using (await round.Limit.AcquireAsync(batch.Count, cancellationToken))
        {
        }

        using var order = claim.IsBulk ? CallOrder.BehindLive() : null;
        IReadOnlyList<DeliveryResult> answers;
        try
        {
            answers = await round.Target.DeliverAsync([.. batch.Select(sent => sent.Delivery)], cancellationToken);
            if (answers.Count != batch.Count)
                throw new ProtocolException($"{round.Plan.Target} gave {answers.Count} answers to {batch.Count} deliveries. This is a defect of its connector; please report it.");
        }
        catch (Exception failure) when (failure is ConnectorException or OperationCanceledException)
        {
            round.FailuresInARow++;
            round.LastFailure = failure;
            var isAlone = batch.Count == 1 && batch[0].Item.Attempts >= SentAloneFrom && failure is TransientException or ProtocolException;
            var isTheRecord = isAlone && batch[0].Item.Attempts + 1 >= round.Plan.MaxAttempts && await IsUpAsync(round, cancellationToken);
            await SettleAsync(round, claim, [.. batch.Select(sent => isTheRecord ? GivenUp(round, sent.Item, failure) : Lost(sent.Item, failure))], counts, CancellationToken.None);
            return isTheRecord || isAlone && round.FailuresInARow < DownAfter ? null : failure;
        }

        round.FailuresInARow = 0;
        round.HasAnswered = true;
        await SettleAsync(round, claim, await SettledAsync(round, claim, batch, answers, cancellationToken), counts, CancellationToken.None);
        return null;
    }

    /// <summary>What the answers mean. Only one that says "gone" needs to look further.</summary>
    private async Task<IReadOnlyList<Settlement>> SettledAsync(Round round, Claim claim, IReadOnlyList<Outgoing> batch, IReadOnlyList<DeliveryResult> answers, CancellationToken cancellationToken)
    {
        var survivors = answers.OfType<DeliveryResult.Gone>().Select(gone => gone.MergedInto).OfType<string>().Distinct().ToList();
        var bound = await outbox.BoundAsync(claim, survivors, cancellationToken);
        return [.. batch.Select((sent, at) => answers[at] is DeliveryResult.Gone gone ? GoneRecord.Settled(round.Plan, sent.Item, gone, bound) : Settled(round, sent, answers[at]))];
    }

    private static Settlement Settled(Round round, Outgoing sent, DeliveryResult answer)
    {
        var item = sent.Item;
        return answer switch
        {
            DeliveryResult.Delivered(var remoteId) => new Settlement.Delivered(item, remoteId, sent.Prints, sent.Adopted),
            DeliveryResult.Rejected(var reason) => new Settlement.Rejected(item, CauseOf(reason, item), $"{round.Plan.Target} refused {item.Key}: {reason}"),
            DeliveryResult.Deferred(var reason, _) when item.Attempts + 1 >= round.Plan.MaxAttempts => new Settlement.Rejected(item, CauseOf(reason, item), $"{round.Plan.Target} did not take {item.Key} in {item.Attempts + 1} attempts; last: {reason}"),
            DeliveryResult.Deferred(var reason, var after) => new Settlement.Deferred(item, reason, after ?? Backoff.After(item.Attempts + 1, Random.Shared)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The reason without what names this one record, so that records with the same cause make one group.</summary>
    private static string CauseOf(string reason, OutboxItem item) =>
        reason.Replace(item.ExternalKey, "…", StringComparison.Ordinal).Replace(item.Key.ToString(), "…", StringComparison.Ordinal);

    private static Settlement Lost(OutboxItem item, Exception failure) =>
        new Settlement.AnswerLost(item, failure.Message, failure is OperationCanceledException ? TimeSpan.Zero : Backoff.After(item.Attempts + 1, Random.Shared));

    private static Settlement GivenUp(Round round, OutboxItem item, Exception failure) =>
        new Settlement.Rejected(item, CauseOf(failure.Message, item), $"{round.Plan.Target} is up, but did not take {item.Key} in {item.Attempts + 1} attempts; last: {failure.Message}");

    /// <summary>Is it the target, or the record? A target that is down parks nothing, however long.</summary>
    private static async Task<bool> IsUpAsync(Round round, CancellationToken cancellationToken)
    {
        try
        {
            await round.Target.CheckAsync(cancellationToken);
            return true;
        }
        catch (ConnectorException)
        {
            return false;
        }
    }

    private static TimeSpan PauseAfter(Exception failure) => failure switch
    {
        TransientException { RetryAfter: { } wait } => wait,
        AccessException => AccessPause,
        OperationCanceledException => TimeSpan.Zero,
        _ => DefaultPause,
    };

    /// <summary>A claim is in the order of delivery: cuts it where the entity changes.</summary>
    private static List<List<OutboxItem>> OneEntityEach(IReadOnlyList<OutboxItem> items)
    {
        var entities = new List<List<OutboxItem>>();
        foreach (var item in items)
        {
            if (entities.Count == 0 || entities[^1][0].Key.Entity != item.Key.Entity)
                entities.Add([]);
            entities[^1].Add(item);
        }

        return entities;
    }

    /// <summary>No larger than the target takes, one object per batch, each external key once, suspects alone.</summary>
    private static List<List<Outgoing>> Batches(IReadOnlyList<Outgoing> ready, int batchSize)
    {
        var batches = new List<List<Outgoing>>();
        List<Outgoing>? open = null;
        string? entity = null;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sent in ready)
        {
            if (sent.Item.Attempts >= SentAloneFrom)
            {
                batches.Add([sent]);
                open = null;
                continue;
            }

            if (open is null || open.Count == batchSize || entity != sent.Delivery.Entity || keys.Contains(sent.Delivery.ExternalKey))
            {
                batches.Add(open = []);
                entity = sent.Delivery.Entity;
                keys.Clear();
            }

            open.Add(sent);
            keys.Add(sent.Delivery.ExternalKey);
        }

        return batches;
    }

    private async Task SettleAsync(Round round, Claim claim, IReadOnlyList<Settlement> settlements, RunCounts counts, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
            return;
        await outbox.SettleAsync(claim, settlements, round.Run.RunNo, cancellationToken);
        var (delivered, rejected, deferred) = (0, 0, 0);
        foreach (var settlement in settlements)
        {
            if (settlement is Settlement.Delivered)
                delivered++;
            else if (settlement is Settlement.Rejected)
                rejected++;
            else if (settlement is not (Settlement.NothingToSend or Settlement.Unchanged))
                deferred++;
        }

        counts.Delivered += delivered;
        counts.Rejected += rejected;
        counts.Deferred += deferred;
        Telemetry.Delivered(round.Plan.Target, "delivered", delivered);
        Telemetry.Delivered(round.Plan.Target, "rejected", rejected);
        Telemetry.Delivered(round.Plan.Target, "deferred", deferred);
    }

    /// <summary>What one round shares.</summary>
    private sealed class Round(DeliveryPlan plan, Lanes lanes, ITarget target, Run run, RateLimiter limit)
    {
        public DeliveryPlan Plan => plan;
        public Lanes Lanes => lanes;
        public ITarget Target => target;
        public Run Run => run;
        public RateLimiter Limit => limit;
        public int FailuresInARow { get; set; }
        public bool HasAnswered { get; set; }
        public Exception? LastFailure { get; set; }
    }
}
