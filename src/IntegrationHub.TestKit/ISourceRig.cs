using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit;

/// <summary>
/// An outside system with known records, set up for a <see cref="SourceContract"/>: a folder of files, a database, a server on loopback
/// with small pages. The contract makes a new rig for each fact, opens it several times, from one thread, and disposes it at the end.
/// </summary>
public interface ISourceRig : IAsyncDisposable
{
    /// <summary>The entity to read.</summary>
    string Entity { get; }

    /// <summary>The keys of all its records, in any order. At least five, so that batches and pages have borders.</summary>
    IReadOnlyList<string> Keys { get; }

    /// <summary>
    /// Texts that must appear in no message, log line or checkpoint: the secrets in the options, and a name or an address from the
    /// records. At least one.
    /// </summary>
    IReadOnlyList<string> Confidential { get; }

    /// <summary>
    /// Opens a source over the system, as the hub does. Called several times in a fact, also while an earlier source is still open; the
    /// contract disposes each. All of them see the same records. May start a server when first called. What it throws fails the fact.
    /// </summary>
    /// <param name="services">To be handed to the source as they are: the contract watches and disturbs what goes through them.</param>
    Task<ISource> OpenAsync(ConnectorServices services);
}
