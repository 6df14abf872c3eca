using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Store;

/// <summary>Marks taken for one target under one lease.</summary>
public sealed class Claim
{
    internal Claim(string target, short targetNo, Guid lease, bool isBulk) => (Target, TargetNo, Lease, IsBulk) = (target, targetNo, lease, isBulk);

    public string Target { get; }
    internal short TargetNo { get; }
    internal Guid Lease { get; }

    /// <summary>Of first loads, back-fills and replays.</summary>
    public bool IsBulk { get; }

    public List<OutboxItem> Items { get; } = [];
}

/// <summary>A record on its way to a target, in its present state.</summary>
/// <param name="RecordNo">The hub's number for it.</param>
/// <param name="Version">The version that is sent.</param>
/// <param name="Attempts">Failed attempts so far.</param>
/// <param name="MayExist">It was sent before, and no answer came back.</param>
/// <param name="Key">Its key.</param>
/// <param name="Deleted">The source says it is gone.</param>
/// <param name="Document">The canonical document, UTF-8.</param>
/// <param name="RemoteId">The target's id for it, if known.</param>
/// <param name="ExternalKey">The key to upsert by.</param>
public sealed record OutboxItem(
    long RecordNo, int Version, int Attempts, bool MayExist, RecordKey Key, bool Deleted, byte[] Document, string? RemoteId, string ExternalKey)
{
    internal EntityKind Kind => Entities.KindOf(Key.Entity);

    /// <summary>What the target last acknowledged, field by field; null: not known.</summary>
    public byte[]? Prints { get; init; }

    /// <summary>A person has said that nothing over there is this record.</summary>
    public bool MakeNew { get; init; }
}

/// <summary>What became of a claimed mark. Closed.</summary>
public abstract record Settlement(OutboxItem Item)
{
    /// <summary>The target shows it.</summary>
    /// <param name="Item">The mark.</param>
    /// <param name="RemoteId">The target's id for it.</param>
    /// <param name="Prints">What was acknowledged, field by field.</param>
    /// <param name="Adopted">It was found over there, not made: by which field.</param>
    public sealed record Delivered(OutboxItem Item, string RemoteId, byte[]? Prints = null, string? Adopted = null) : Settlement(Item);

    /// <summary>The target shows all of it already: nothing was sent.</summary>
    public sealed record Unchanged(OutboxItem Item) : Settlement(Item);

    /// <summary>The record goes on under another id (null: it is to be made again); it is sent once more, and so is what refers to it.</summary>
    public sealed record Rebound(OutboxItem Item, string? RemoteId, string How) : Settlement(Item);

    /// <summary>There is nothing to send: the target never had what is deleted, or the mapping leaves it out.</summary>
    public sealed record NothingToSend(OutboxItem Item) : Settlement(Item);

    /// <summary>The target (or the outward mapping) refuses it, or a person must choose; parked until something changes.</summary>
    /// <param name="Item">The mark.</param>
    /// <param name="Cause">The same for all records with the same cause.</param>
    /// <param name="Reason">For this record.</param>
    /// <param name="Choices">Among what a person can choose, as JSON; null: nothing to choose.</param>
    public sealed record Rejected(OutboxItem Item, string Cause, string Reason, byte[]? Choices = null) : Settlement(Item);

    /// <summary>Surely not written; again later.</summary>
    public sealed record Deferred(OutboxItem Item, string Reason, TimeSpan After) : Settlement(Item);

    /// <summary>Nobody knows whether it was written; again later, with <c>MayExist</c>.</summary>
    public sealed record AnswerLost(OutboxItem Item, string Reason, TimeSpan After) : Settlement(Item);

    /// <summary>Claimed, but it did not leave: a record it refers to is not at the target yet, or the round ended before. Counts no attempt.</summary>
    public sealed record NotSent(OutboxItem Item, long? ParentRecordNo, string Reason) : Settlement(Item);
}
