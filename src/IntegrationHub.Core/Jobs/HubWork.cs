using System.Text.Json;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>
/// What the hub does, by name: sync an entity, deliver to a target, replay what was parked. The job engine, the command line and the pages all come
/// through here. Safe from several threads.
/// </summary>
public sealed class HubWork(ConnectorCatalog connectors, MappingCatalog mappings, SyncPipeline pipeline, Deliverer deliverer, ParkedRecords parked, DeletedRecords deleted, UsedMappings used)
{
    /// <summary>All syncs of the settings, parents first, so that a first load leaves nothing waiting.</summary>
    public IReadOnlyList<SyncKey> Syncs =>
    [
        .. connectors.Connections
            .SelectMany(connection => connection.Value.Syncs.Keys.Select(entity => new SyncKey(connection.Key, entity)))
            .OrderBy(key => mappings.Inward(key.Connection, key.Entity).To).ThenBy(key => key.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>All connections that are delivered to.</summary>
    public IReadOnlyList<string> Targets => [.. connectors.Connections.Where(connection => connection.Value.Deliver is not null).Select(connection => connection.Key).Order(StringComparer.Ordinal)];

    /// <summary>Reads what is new since the sync's checkpoint.</summary>
    /// <exception cref="SetupException">The settings know no such sync.</exception>
    public async Task<RunCounts> SyncAsync(SyncKey key, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var plan = PlanOf(key);
        using var order = await pipeline.HasBegunAsync(key, cancellationToken) ? null : CallOrder.BehindLive();   // a first load can wait
        await using var source = connectors.OpenSource(key.Connection);
        await using var prefetching = new PrefetchingSource(source);
        return await pipeline.RunAsync(plan, prefetching, progress, cancellationToken);
    }

    /// <summary>Lists all keys of a sync's entity, and deletes what the source no longer has.</summary>
    /// <exception cref="SetupException">The settings know no such sync, or it looks for no deletes, or its source cannot list keys.</exception>
    /// <exception cref="DeletesHeldException">There are more than it may make without a person.</exception>
    public async Task<RunCounts> FindDeletedAsync(SyncKey key, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var plan = PlanOf(key);
        var snapshot = connectors.Connections[key.Connection].Syncs[key.Entity].Snapshot
            ?? throw new SetupException($"The sync '{key}' does not look for deletes; add Connections:{key.Connection}:Syncs:{key.Entity}:Snapshot to the settings.");
        using var order = CallOrder.BehindLive();
        await using var source = connectors.OpenSource(key.Connection);
        var listing = source as IKeyListing
            ?? throw new SetupException($"The connector of '{key.Connection}' cannot list keys; remove Snapshot from Connections:{key.Connection}:Syncs:{key.Entity}.");
        return await deleted.FindAsync(plan, listing, new DeleteBrake(snapshot.MostPercent, snapshot.AtLeast), progress, cancellationToken);
    }

    /// <summary>Makes the deletes that were held for this sync.</summary>
    /// <param name="key">The sync.</param>
    /// <param name="seenAt">Which pass's, by <see cref="HeldDelete.SeenAt"/>; null: the last one's.</param>
    /// <param name="who">The person, for the audit.</param>
    /// <param name="progress">May be null.</param>
    /// <exception cref="SetupException">The settings know no such sync, or nothing of it is held, or it is another pass's.</exception>
    public Task<RunCounts> ReleaseDeletesAsync(SyncKey key, DateTimeOffset? seenAt, string who, IProgress<RunCounts>? progress, CancellationToken cancellationToken) =>
        deleted.ReleaseAsync(PlanOf(key), seenAt, who, progress, cancellationToken);

    /// <summary>Delivers what is due.</summary>
    /// <exception cref="SetupException">The settings know no such target.</exception>
    public async Task<RunCounts> DeliverAsync(string target, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var plan = DeliveryPlanOf(target);
        foreach (var mapping in plan.Mappings.Values)
        {
            var number = await used.NumberOfAsync(MadeBy.Of(mapping), cancellationToken);   // so that a changed one can be compared with what was delivered
            await parked.Rejects.DeliveredWithAsync(target, mapping.From, number, cancellationToken);
        }

        await parked.Rejects.ProbeAsync(target, cancellationToken);
        await using var opened = connectors.OpenTarget(target);
        return await deliverer.RunAsync(plan, opened, progress, cancellationToken);
    }

    /// <summary>
    /// Tries parked records again: source records go through the mapping in force, rejected deliveries are marked again. Broken input is not replayed: it comes
    /// again when its source is mended.
    /// </summary>
    public async Task<Replayed> ReplayAsync(IReadOnlyCollection<long> parkedNos, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var records = await parked.LoadAsync(parkedNos, cancellationToken);
        var total = new RunCounts();
        foreach (var group in records.Where(record => record.Stage is "map" or "resolve").GroupBy(record => record.Scope))
            total.Add(await MapAgainAsync(group.Key, [.. group], progress, cancellationToken));

        var rejected = records.Where(record => record.Stage == "deliver").ToArray();
        await parked.MarkAgainAsync(rejected, cancellationToken);
        return new Replayed(total, rejected.Length, records.Count(record => record.Stage == "read"));
    }

    /// <summary>
    /// Tries one parked source record again, as a person has mended it. What the source sends next replaces that: a fault that stays there comes back with the record's next change.
    /// </summary>
    /// <exception cref="SetupException">It is not open, or no source record that could be mapped, or what it was changed into is no JSON object.</exception>
    public async Task<RunCounts> ReplayEditedAsync(long parkedNo, byte[] json, CancellationToken cancellationToken)
    {
        if (await parked.LoadAsync([parkedNo], cancellationToken) is not [{ Stage: "map" or "resolve" } record])
            throw new SetupException($"Parked record {parkedNo} is not open, or it is not a source record that can be mapped again.");
        try
        {
            using var read = JsonDocument.Parse(json);
            if (read.RootElement.ValueKind != JsonValueKind.Object)
                throw new SetupException("A record is one JSON object, { … }.");
        }
        catch (JsonException wrong)
        {
            throw new SetupException($"That is not JSON from line {wrong.LineNumber + 1} on.");
        }

        await parked.EditAsync(parkedNo, json, cancellationToken);   // so that it is the newest that is set aside
        return await MapAgainAsync(record.Scope, [record with { Payload = json }], progress: null, cancellationToken);
    }

    private async Task<RunCounts> MapAgainAsync(string scope, IReadOnlyList<ParkedPayload> records, IProgress<RunCounts>? progress, CancellationToken cancellationToken)
    {
        var plan = PlanOf(SyncKey.Parse(scope));
        var replay = plan with { Key = new SyncKey(plan.Key.Connection, $"{plan.Key.Entity} (replay)"), ParkedUnder = plan.Key };
        await using var source = new ReplaySource(records);
        return await pipeline.RunAsync(replay, source, progress, cancellationToken);
    }

    /// <summary>How a target is delivered to.</summary>
    /// <exception cref="SetupException">The settings know no such target.</exception>
    internal DeliveryPlan DeliveryPlanOf(string target)
    {
        if (!connectors.Connections.TryGetValue(target, out var connection) || connection.Deliver is not { } deliver)
            throw new SetupException($"There is no target '{target}'. Targets are connections with a Deliver section: {string.Join(", ", Targets)}.");
        return new DeliveryPlan
        {
            Target = target,
            Mappings = mappings.Outward(target),
            BatchSize = deliver.BatchSize,
            BulkBatchSize = deliver.BulkBatchSize,
            RecordsPerSecond = deliver.RecordsPerSecond,
            MaxAttempts = deliver.MaxAttempts,
            WhenGone = deliver.WhenGone,
            ApproveAbove = deliver.ApproveAbove,
            DeleteBrake = deliver.DeleteBrake,
            DeleteBrakeAtLeast = deliver.DeleteBrakeAtLeast,
            Lease = TimeSpan.FromSeconds(deliver.LeaseSeconds),
        };
    }

    internal SyncPlan PlanOf(SyncKey key)
    {
        if (!connectors.Connections.TryGetValue(key.Connection, out var connection) || !connection.Syncs.TryGetValue(key.Entity, out var sync))
            throw new SetupException($"There is no sync '{key}'. The settings have {string.Join(", ", Syncs)}.");
        var mapping = mappings.Inward(key.Connection, key.Entity);
        return new SyncPlan { Key = key, Mapping = mapping, Targets = TargetsOf(mapping.To), BatchSize = sync.BatchSize };
    }

    private string[] TargetsOf(EntityKind entity) => [.. Targets.Where(target => mappings.Outward(target).ContainsKey(entity))];
}

/// <summary>What a replay did.</summary>
/// <param name="Counts">Of the records that went through the pipeline again.</param>
/// <param name="MarkedAgain">Deliveries that were marked again.</param>
/// <param name="NotReplayable">Broken input, which only a mended source can bring again.</param>
public sealed record Replayed(RunCounts Counts, int MarkedAgain, int NotReplayable);
