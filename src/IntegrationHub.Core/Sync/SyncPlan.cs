using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>What one sync does: which entity of which connection, through which mapping, marked for which targets.</summary>
public sealed record SyncPlan
{
    /// <summary>Names the sync; its checkpoint and its parked records hang on it.</summary>
    public required SyncKey Key { get; init; }

    public required Mapping.Mapping Mapping { get; init; }

    /// <summary>Targets that take this canonical entity.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>What is parked hangs on this sync; another one than <see cref="Key"/> only for a replay.</summary>
    public SyncKey Scope => ParkedUnder ?? Key;

    /// <summary>How the run ledger calls a run of this plan: <c>sync:northwind/Orders</c>, <c>replay:northwind/Orders</c>.</summary>
    public string Job { get => field ?? $"{(ParkedUnder is null ? "sync" : "replay")}:{Scope}"; init; }

    /// <summary>Set for deletes that were found by comparing keys: what was stored later is alive.</summary>
    public DateTimeOffset? DeleteUnlessChangedSince { get; init; }

    /// <summary>Set for a replay, whose checkpoint is its own but whose records are the original sync's.</summary>
    public SyncKey? ParkedUnder { get; init; }

    /// <summary>The back-fill it is, when it is one.</summary>
    public long? BackfillNo { get; init; }

    /// <summary>Set for a back-fill: when the batch at hand was read, by the database's clock. What a sync has stored later is newer.</summary>
    public Func<DateTimeOffset>? ReadAt { get; init; }

    /// <summary>The replay it is, when it is one that can be resumed.</summary>
    public long? ReplayNo { get; init; }
}
