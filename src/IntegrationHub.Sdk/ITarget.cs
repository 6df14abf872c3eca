using System.Text.Json.Nodes;

namespace IntegrationHub.Sdk;

/// <summary>Writes to one outside system. Opened for one round of deliveries, used by one caller at a time, then disposed.</summary>
public interface ITarget : IAsyncDisposable
{
    /// <summary>Can we get in? The same rules as <see cref="ISource.CheckAsync"/>.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes the other side show the given state of each record: creates, updates or deletes by external key.
    /// </summary>
    /// <returns>One answer per delivery, in the same order.</returns>
    /// <remarks>
    /// A batch holds one entity and each external key at most once. The same delivery may come again after a lost answer, then
    /// with <see cref="Delivery.MayExist"/>; it must not make a second object. One record the other side refuses is that
    /// record's <see cref="DeliveryResult.Rejected"/>, not an exception. Deleting what is not there is <c>Delivered</c>.
    /// <para>Throws <see cref="TransientException"/>, <see cref="AccessException"/>, <see cref="SetupException"/> or
    /// <see cref="ProtocolException"/> only when the batch as a whole has no answer; the hub then treats every record in it
    /// as "may have arrived". It retries nothing itself.</para>
    /// <para>Cancellation: throws <see cref="OperationCanceledException"/> within a second; the hub treats it as a lost answer.</para>
    /// </remarks>
    Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken);
}

/// <summary>One record's present state on its way to a target.</summary>
/// <param name="Entity">The target's object, as the mapping's <c>to.object</c> says.</param>
/// <param name="ExternalKey">The hub's stable key for it, to upsert by.</param>
/// <param name="RemoteId">The target's own id, when an earlier delivery told it; else null.</param>
/// <param name="MayExist">True when an earlier answer was lost: look the external key up before creating, unless the API truly upserts.</param>
/// <param name="Change">Upsert or delete.</param>
/// <param name="Fields">The fields by the target's names. Empty for deletes. The target must not keep or change it.</param>
public sealed record Delivery(string Entity, string ExternalKey, string? RemoteId, bool MayExist, ChangeKind Change, JsonObject Fields)
{
    /// <summary>
    /// The names of the fields that differ from what this target last acknowledged; null: not known. A target that updates field by field sends only these when it knows that the
    /// record is there; one that creates sends all of <see cref="Fields"/>.
    /// </summary>
    public IReadOnlySet<string>? Changed { get; init; }

    /// <summary>
    /// Part of a first load or a back-fill, where nobody waits for the single record: a target with a slower way for many (a bulk job) may take it. The same for a whole batch.
    /// </summary>
    public bool IsBulk { get; init; }
}

/// <summary>What became of one delivery. Closed: switch over all four.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult() { }

    /// <summary>The other side now shows it, under this id.</summary>
    public sealed record Delivered(string RemoteId) : DeliveryResult;

    /// <summary>The other side will not take this record until someone changes something. The reason has no personal data.</summary>
    public sealed record Rejected(string Reason) : DeliveryResult;

    /// <summary>Not now: surely not written; try again, at the earliest after the given time.</summary>
    public sealed record Deferred(string Reason, TimeSpan? After = null) : DeliveryResult;

    /// <summary>
    /// Not written: the record that <see cref="Delivery.RemoteId"/> names is no longer there, because someone deleted it or merged it into <paramref name="MergedInto"/> (null: deleted, or the
    /// target cannot tell). Never for a delete, and never without a remote id. The target makes no new one in its place: the hub decides.
    /// </summary>
    public sealed record Gone(string? MergedInto = null) : DeliveryResult;
}

/// <summary>
/// Optional for a source: is told after a batch's records and checkpoint are committed (a file source archives what is stored).
/// May be told twice, and may not be told at all when the host dies; so it must only tidy up. Exceptions fail the run, after the commit.
/// </summary>
public interface ICommitAware
{
    /// <summary>Everything up to <paramref name="checkpoint"/> is stored. One caller at a time.</summary>
    Task CommittedAsync(Checkpoint checkpoint, CancellationToken cancellationToken);
}
