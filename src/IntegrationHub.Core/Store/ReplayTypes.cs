namespace IntegrationHub.Core.Store;

/// <summary>Which kept records a replay takes. Everything left out: all of them, those set aside first.</summary>
public sealed record ReplaySelection
{
    /// <summary>Only records with these keys.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>Only records changed at or after this: by the source's own clock where the mapping keeps it, else by when the hub last wrote them (or set them aside).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only records changed before this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only records that were set aside by the mapping, or for want of a decision on their customer.</summary>
    public bool ParkedOnly { get; init; }
}

/// <summary>A replay somebody asked for.</summary>
/// <param name="ReplayNo">Its number.</param>
/// <param name="Sync">Whose kept records.</param>
/// <param name="Selection">Which of them.</param>
/// <param name="MappingNo">The mapping it brings them to.</param>
/// <param name="Expected">Records selected when it began.</param>
/// <param name="State">One of <see cref="ReplayState"/>.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="AskedAt">When.</param>
public sealed record Replay(
    long ReplayNo, SyncKey Sync, ReplaySelection Selection, int MappingNo, long Expected, string State, string AskedBy, DateTimeOffset AskedAt)
{
    /// <summary>What its checkpoint is named by.</summary>
    public SyncKey Key => Of(Sync);

    private SyncKey Of(SyncKey sync) => sync with { Entity = $"{sync.Entity} (replay {ReplayNo})" };
}

/// <summary>A replay with what its runs have done so far.</summary>
public sealed record ReplayProgress(Replay Replay, RunCounts Counts, long? RunNo, bool Running);

/// <summary>Where a replay stands, as pages and the command line say it.</summary>
public static class ReplayState
{
    /// <summary>To be run, or running.</summary>
    public const string Open = "open";

    /// <summary>Stopped by a person until it is resumed.</summary>
    public const string Paused = "paused";

    /// <summary>Stopped for good; what it has done stays.</summary>
    public const string Cancelled = "cancelled";

    public const string Finished = "finished";
}

/// <summary>Somebody paused or cancelled the replay while it ran; what it committed stays.</summary>
public sealed class ReplayStoppedException(long replayNo, string state)
    : Exception($"Replay {replayNo} was {state}. What it had done stays{(state == ReplayState.Paused ? $"; go on with: hub replay --resume {replayNo}" : "")}.");
