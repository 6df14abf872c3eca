namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a source: lists all keys an entity has now, so that the hub sees what was deleted (<c>snapshot</c>): the records it holds that are not among
/// them.
/// </summary>
public interface IKeyListing
{
    /// <summary>
    /// Lists the keys of all records that are there, in lists of at most a few thousand, each key at least once, in any order.
    /// </summary>
    /// <remarks>
    /// Called on a source opened for it, once, never at the same time as <see cref="ISource.ReadAsync"/>. <b>It ends normally only when the list is
    /// whole</b>: whatever is left out is deleted in the hub. A page that failed, an answer cut short, pages that shifted while they were read: all these are
    /// exceptions, as in <see cref="ISource.ReadAsync"/>; <see cref="Extraction.FullCursor.KeysAsync"/> sees to it. A source that cannot list this entity throws
    /// <see cref="SetupException"/>.
    /// <para>Cancellation ends the enumeration within a second with <see cref="OperationCanceledException"/>.</para>
    /// </remarks>
    IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, CancellationToken cancellationToken);
}
