using IntegrationHub.Core.Quota;

namespace IntegrationHub.Host.Queries;

/// <summary>The state of everything, for one glance.</summary>
internal sealed record Overview
{
    public required long Customers { get; init; }

    /// <summary>Records whose parent has not arrived.</summary>
    public required long Waiting { get; init; }

    /// <summary>Open parked records.</summary>
    public required long Parked { get; init; }

    /// <summary>By sync, ordered by connection and entity.</summary>
    public required IReadOnlyList<Freshness> Freshness { get; init; }

    /// <summary>By target that is delivered to.</summary>
    public required IReadOnlyList<Backlog> Backlogs { get; init; }

    /// <summary>By account that somebody limits.</summary>
    public required IReadOnlyList<AccountQuota> Quotas { get; init; }

    /// <summary>Newest first, at most ten.</summary>
    public required IReadOnlyList<RunRow> LastRuns { get; init; }
}

/// <summary>How fresh what one sync brings is.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Entity">The entity's name in the source.</param>
/// <param name="LastSuccessAt">When a run last came to its end; null: never.</param>
/// <param name="LastChangeAt">When a run last brought something new or different; null: never.</param>
/// <param name="LastRun">The newest run, perhaps still going or failed.</param>
/// <param name="Created">Records it has brought in all its runs.</param>
/// <param name="Deleted">Records the source has deleted since.</param>
/// <param name="Parked">Its open parked records.</param>
internal sealed record Freshness(string Connection, string Entity, DateTimeOffset? LastSuccessAt, DateTimeOffset? LastChangeAt, RunRow? LastRun, long Created, long Deleted, long Parked);

/// <summary>What a target has not seen yet.</summary>
internal sealed record Backlog
{
    public required string Target { get; init; }

    /// <summary>Records whose present version is not delivered.</summary>
    public required long Records { get; init; }

    /// <summary>Of these: waiting for their parent to be delivered.</summary>
    public required long WaitingForParent { get; init; }

    /// <summary>Of these: tried at least once.</summary>
    public required long Tried { get; init; }

    /// <summary>Since when the mark that is due longest could be delivered; null: nothing is due.</summary>
    public DateTimeOffset? OldestDueAt { get; init; }

    /// <summary>How many records the target has acknowledged.</summary>
    public required long Delivered { get; init; }

    public required long Parked { get; init; }

    /// <summary>When the target asked us to wait, or refused our credentials: until when, and why.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    public string? PausedWhy { get; init; }
    public RunRow? LastRun { get; init; }
}
