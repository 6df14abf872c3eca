namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a source: notices by itself when there is something to read, so that the sync need not wait for its schedule. Asked for by <c>Watch</c> in the sync's settings.
/// </summary>
public interface INewsSource
{
    /// <summary>
    /// Returns when there is probably something to read that an earlier call has not told of; the hub then runs the sync. The first call tells of what is there.
    /// </summary>
    /// <remarks>
    /// Called again and again, one call at a time, on a source opened for it; never together with <see cref="ISource.ReadAsync"/>. It may return without a reason, and must not
    /// count on the sync having run. It moves nothing and keeps nothing for the next start of the hub.
    /// <para>Throws as <see cref="ISource.ReadAsync"/> does; it is called again a minute later, on another source.</para>
    /// <para>Cancellation ends it within a second with <see cref="OperationCanceledException"/>.</para>
    /// </remarks>
    Task WaitForNewsAsync(string entity, CancellationToken cancellationToken);
}
