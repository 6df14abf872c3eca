using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Store;

/// <summary>A back-fill somebody asked for.</summary>
/// <param name="BackfillNo">Its number.</param>
/// <param name="Sync">Whose records.</param>
/// <param name="Slice">Which of them.</param>
/// <param name="Expected">How many there were thought to be; null: nobody could say.</param>
/// <param name="NotFound">Keys that were asked for and that the source did not give.</param>
/// <param name="State">One of <see cref="ReplayState"/>.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="AskedAt">When.</param>
public sealed record Backfill(long BackfillNo, SyncKey Sync, Slice Slice, long? Expected, long NotFound, string State, string AskedBy, DateTimeOffset AskedAt)
{
    /// <summary>What it was thought to cost, when it was prepared first; null: it was asked for at once.</summary>
    public BackfillEstimate? Estimate { get; init; }

    /// <summary>Why it could not begin: the source cannot read such a slice, or failed. Null: it could.</summary>
    public string? Problem { get; init; }

    /// <summary>What its checkpoint is named by.</summary>
    public SyncKey Key => Of(Sync);

    private SyncKey Of(SyncKey sync) => sync with { Entity = $"{sync.Entity} (backfill {BackfillNo})" };
}

/// <summary>A back-fill with what its runs have done so far.</summary>
public sealed record BackfillProgress(Backfill Backfill, RunCounts Counts, long? RunNo, bool Running)
{
    /// <summary>It was prepared, and nobody has started it yet.</summary>
    public bool IsPrepared => Backfill.State == ReplayState.Paused && RunNo is null;
}

/// <summary>Somebody stopped the back-fill while it ran; what it committed stays.</summary>
public sealed class BackfillStoppedException(long backfillNo, string state)
    : Exception($"Back-fill {backfillNo} was {state}. What it had done stays{(state == ReplayState.Paused ? $"; go on with: hub backfill --resume {backfillNo}" : "")}.");
