namespace IntegrationHub.Host.Api.Models;

/// <summary>One run of a job: how far it is, or how it ended. Durations are in milliseconds.</summary>
public sealed record RunModel
{
    public long RunNo { get; init; }

    /// <summary>For example sync:northwind/Orders or deliver:demo-crm.</summary>
    public string Job { get; init; } = "";

    public string Host { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Absent while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Absent while it runs; else succeeded, parked, postponed, failed, overtaken, cancelled or lost.</summary>
    public string? Outcome { get; init; }

    public string? Error { get; init; }

    /// <summary>Records to read, when the source can say.</summary>
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
}
