namespace IntegrationHub.Host.Queries;

/// <summary>One line of the run ledger. Counts are those committed so far; durations are summed over batches, in milliseconds.</summary>
public sealed record RunRow
{
    public required long RunNo { get; init; }

    /// <summary><c>sync:northwind/Orders</c>, <c>deliver:demo-crm</c>.</summary>
    public required string Job { get; init; }

    public required string Host { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Last sign of life: the last commit or heartbeat.</summary>
    public required DateTimeOffset HeartbeatAt { get; init; }

    /// <summary>Null while it runs; else succeeded, parked, postponed, failed, overtaken, cancelled or lost.</summary>
    public string? Outcome { get; init; }

    public string? Error { get; init; }
    public long? Expected { get; init; }
    public long Read { get; init; }
    public long Unchanged { get; init; }
    public long LeftOut { get; init; }
    public long Created { get; init; }
    public long Changed { get; init; }
    public long Deleted { get; init; }
    public long Parked { get; init; }
    public long Waiting { get; init; }
    public long Marked { get; init; }
    public long Delivered { get; init; }
    public long Rejected { get; init; }
    public long Deferred { get; init; }
    public long Batches { get; init; }
    public long Bytes { get; init; }
    public long ReadMs { get; init; }
    public long MapMs { get; init; }
    public long ResolveMs { get; init; }
    public long StoreMs { get; init; }
    public long DeliverMs { get; init; }

    public bool IsRunning => FinishedAt is null;

    /// <summary>From start to end; of a run that still runs, to its last sign of life.</summary>
    public TimeSpan Duration => (FinishedAt ?? HeartbeatAt) - StartedAt;
}
