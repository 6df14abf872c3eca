namespace IntegrationHub.Core.Store;

/// <summary>
/// Another run moved this sync's checkpoint (or wrote the same records) first. Nothing of this batch was written; the other run goes on,
/// and nothing is lost.
/// </summary>
public sealed class SyncOvertakenException(string sync, Exception? inner = null)
    : Exception($"Another run of {sync} was faster; this run stopped before writing. Nothing is lost: the other run goes on from there.", inner);
