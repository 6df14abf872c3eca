using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Store;

/// <summary>A reconcile of one sync: asked for, running, or over.</summary>
/// <param name="ReconcileNo">Its number.</param>
/// <param name="Sync">Which sync.</param>
/// <param name="State">One of <see cref="ReconcileState"/>.</param>
/// <param name="Stage">While it runs: what it is at, one of <see cref="ReconcileStage"/>.</param>
/// <param name="Repair">Whether it mends what differs.</param>
/// <param name="AskTargets">Whether targets are asked, too.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="AskedAt">When.</param>
/// <param name="ChangedAt">When it last went on, or ended.</param>
/// <param name="Agrees">Finished: whether source, hub and targets agree; null: nobody could count.</param>
/// <param name="Found">Finished: what was found.</param>
/// <param name="Error">Failed: why.</param>
public sealed record Reconcile(
    long ReconcileNo, SyncKey Sync, string State, string? Stage, bool Repair, bool AskTargets, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset ChangedAt, bool? Agrees, ReconcileFigures? Found, string? Error)
{
    public bool IsOpen => State is ReconcileState.Asked or ReconcileState.Running;
}

/// <summary>Where a reconcile stands.</summary>
public static class ReconcileState
{
    public const string Asked = "asked";
    public const string Running = "running";
    public const string Finished = "finished";
    public const string Failed = "failed";
}

/// <summary>What a reconcile is at.</summary>
public static class ReconcileStage
{
    public const string Counting = "counting";
    public const string CatchingUp = "catchingUp";
    public const string Reading = "reading";
    public const string LookingAgain = "lookingAgain";
    public const string Listing = "listing";
    public const string Repairing = "repairing";
}

/// <summary>What a reconcile found, as it is kept: of many keys the first.</summary>
public sealed record ReconcileFigures
{
    /// <summary>Whether the source could count or list its keys at all.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Compared key by key, since the source cannot count.</summary>
    public bool ByKeys { get; init; }

    public CountBy By { get; init; }
    public long Source { get; init; }
    public long Hub { get; init; }
    public long Parked { get; init; }
    public long LeftOut { get; init; }
    public long NotGiven { get; init; }
    public bool KeysAreKnown { get; init; }

    /// <summary>How many parts differ, and the first of them.</summary>
    public long PartCount { get; init; }
    public IReadOnlyList<PartFigure> Parts { get; init; } = [];

    public KeyList Missing { get; init; } = KeyList.None;
    public KeyList Differing { get; init; } = KeyList.None;
    public KeyList Extra { get; init; } = KeyList.None;
    public IReadOnlyList<TargetStand> Targets { get; init; } = [];

    /// <summary>Whether source and hub agree; null: nobody could count.</summary>
    public bool? HubAgrees { get; init; }

    /// <summary>Why the sync could not catch up before it was held against its source; null: it did, or had no need to.</summary>
    public string? CatchUpFailed { get; init; }

    /// <summary>How many records were read again; null: that was not asked for.</summary>
    public long? ReadAgain { get; init; }

    /// <summary>Why they could not be read again; null: they were, or that was not asked for.</summary>
    public string? RepairFailed { get; init; }
}

/// <summary>A part whose counts or sums differ.</summary>
/// <param name="Part">The day or company; null: all in one, or the records without.</param>
/// <param name="Source">Records at the source.</param>
/// <param name="Hub">Records in the hub, those set aside among them.</param>
/// <param name="Sums">Sums that differ, by field.</param>
public sealed record PartFigure(string? Part, long Source, long Hub, IReadOnlyDictionary<string, SumFigure> Sums);

/// <summary>A sum that differs.</summary>
public sealed record SumFigure(decimal Source, decimal Hub);
