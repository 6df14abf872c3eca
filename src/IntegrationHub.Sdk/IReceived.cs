namespace IntegrationHub.Sdk;

/// <summary>What was pushed to a connection and is not yet discarded, kept by the hub. Safe from several threads.</summary>
public interface IReceived
{
    /// <summary>
    /// The next records of an entity behind a number, in the order in which they were received; none at the present end. The order is final: whatever comes later has a higher
    /// number. Fewer than asked for when they are large. May be called again at any time. Throws <see cref="TransientException"/> when they cannot be had just now.
    /// Cancellation: <see cref="OperationCanceledException"/> at once.
    /// </summary>
    /// <param name="entity">The entity they were pushed to.</param>
    /// <param name="after">Behind this number; 0 for the first.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ReceivedRecord>> ReadAsync(string entity, long after, int most, CancellationToken cancellationToken);

    /// <summary>Lets go of an entity's records up to a number, which are stored. May be called twice. Throws and is cancelled as <see cref="ReadAsync"/>.</summary>
    Task DiscardAsync(string entity, long upTo, CancellationToken cancellationToken);
}

/// <summary>A record as it was received.</summary>
/// <param name="No">Its number, rising within its entity.</param>
/// <param name="Key">Its key; empty when it is broken.</param>
/// <param name="Change">Whether it is there, or gone.</param>
/// <param name="Json">As it was sent.</param>
/// <param name="Broken">Why it is no record; null: it is one.</param>
public sealed record ReceivedRecord(long No, string Key, ChangeKind Change, ReadOnlyMemory<byte> Json, string? Broken);

internal sealed class NothingReceived : IReceived
{
    public Task<IReadOnlyList<ReceivedRecord>> ReadAsync(string entity, long after, int most, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ReceivedRecord>>([]);

    public Task DiscardAsync(string entity, long upTo, CancellationToken cancellationToken) => Task.CompletedTask;
}
