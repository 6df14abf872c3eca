namespace IntegrationHub.Core.Store;

/// <summary>What a batch or a run did. Of what was read, each record is exactly one of unchanged, left out, created, changed, deleted or parked.</summary>
public sealed record RunCounts
{
    public long Read { get; set; }
    public long Unchanged { get; set; }
    public long LeftOut { get; set; }
    public long Created { get; set; }
    public long Changed { get; set; }
    public long Deleted { get; set; }
    public long Parked { get; set; }

    /// <summary>Stored, but still without a parent they refer to.</summary>
    public long Waiting { get; set; }

    /// <summary>Marks made for targets.</summary>
    public long Marked { get; set; }

    public long Delivered { get; set; }
    public long Rejected { get; set; }
    public long Deferred { get; set; }
    public long Batches { get; set; }
    public long Bytes { get; set; }
    public TimeSpan Reading { get; set; }
    public TimeSpan Mapping { get; set; }
    public TimeSpan Resolving { get; set; }
    public TimeSpan Storing { get; set; }
    public TimeSpan Delivering { get; set; }

    public void Add(RunCounts other)
    {
        Read += other.Read;
        Unchanged += other.Unchanged;
        LeftOut += other.LeftOut;
        Created += other.Created;
        Changed += other.Changed;
        Deleted += other.Deleted;
        Parked += other.Parked;
        Waiting += other.Waiting;
        Marked += other.Marked;
        Delivered += other.Delivered;
        Rejected += other.Rejected;
        Deferred += other.Deferred;
        Batches += other.Batches;
        Bytes += other.Bytes;
        Reading += other.Reading;
        Mapping += other.Mapping;
        Resolving += other.Resolving;
        Storing += other.Storing;
        Delivering += other.Delivering;
    }
}
