using System.Text.Json.Nodes;

namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a target: shows what the other side holds. The hub plans, adopts, looks for edits made over there and follows merges by it. Reads only.
/// </summary>
public interface ITargetReader
{
    /// <summary>Finds records by a field.</summary>
    /// <remarks>
    /// Called on a target opened for it or between two deliveries, any number of times, never at the same time as <see cref="ITarget.DeliverAsync"/>. It splits what is too much for
    /// one request. A value that nothing has is simply not in the answer; one that several records have gives them all. It sees what the target has acknowledged to
    /// <see cref="ITarget.DeliverAsync"/>: where a search lags behind writes, it reads by another way. Throws as <see cref="ITarget.DeliverAsync"/> does; an answer that came
    /// only in part is an exception. Cancellation ends it within a second with <see cref="OperationCanceledException"/>.
    /// </remarks>
    /// <returns>What was found, in any order; deleted records are not among it, but see <see cref="RemoteRecord.MergedInto"/>.</returns>
    Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken);
}

/// <summary>Which records of the other side to find.</summary>
/// <param name="Entity">The target's object, as <see cref="Delivery.Entity"/> says it.</param>
/// <param name="By">What <paramref name="Values"/> are.</param>
/// <param name="Values">At least one, each once.</param>
/// <param name="Fields">The fields to give of each record, by the target's names; one that is not there is left out of the answer.</param>
public sealed record RemoteQuery(string Entity, RemoteBy By, IReadOnlyList<string> Values, IReadOnlyCollection<string> Fields)
{
    /// <summary>The field, when <see cref="By"/> is <see cref="RemoteBy.Field"/>.</summary>
    public string? Field { get; init; }
}

/// <summary>What records are found by.</summary>
public enum RemoteBy
{
    /// <summary>The external key the hub delivers under.</summary>
    ExternalKey,

    /// <summary>The target's own id.</summary>
    RemoteId,

    /// <summary>A field with a text, compared as the other side compares it.</summary>
    Field,
}

/// <summary>A record of the other side.</summary>
/// <param name="RemoteId">Its id there.</param>
/// <param name="ExternalKey">The external key it bears; null: none.</param>
/// <param name="Fields">The fields that were asked for, in the form <see cref="Delivery.Fields"/> has them: what is delivered and then read back unchanged is equal.</param>
public sealed record RemoteRecord(string RemoteId, string? ExternalKey, JsonObject Fields)
{
    /// <summary>
    /// Set when a record that was asked for by <see cref="RemoteBy.RemoteId"/> was merged into another: then <see cref="RemoteId"/> is the id asked for, this the id of the one that
    /// is left, and the fields are those of that one.
    /// </summary>
    public string? MergedInto { get; init; }
}

/// <summary>
/// Optional for a target: lists all records that bear an external key. <c>hub reconcile</c> counts by it, and records that were deleted over there are noticed.
/// </summary>
public interface ITargetListing
{
    /// <summary>Lists the ids and external keys of all records of an object that bear one, in lists of at most a few thousand, in any order.</summary>
    /// <remarks>
    /// Called on a target opened for it, once. <b>It ends normally only when the list is whole</b>: what is not in it counts as deleted over there. Throws as
    /// <see cref="ITarget.DeliverAsync"/> does. Cancellation ends the enumeration within a second with <see cref="OperationCanceledException"/>.
    /// </remarks>
    IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, CancellationToken cancellationToken);
}

/// <summary>A record of the other side that bears an external key.</summary>
public readonly record struct RemoteKey(string RemoteId, string ExternalKey);
