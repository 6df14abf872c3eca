namespace IntegrationHub.Sdk;

/// <summary>
/// What may go wrong with a connection as a whole. Messages are for the operator: what failed, on which object, what to do;
/// never a secret, never personal data. What goes wrong with one record is a value, not an exception.
/// </summary>
public abstract class ConnectorException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The other side is busy, limits us, or is gone. The hub tries again later, not before <see cref="RetryAfter"/>.</summary>
public sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : ConnectorException(message, inner)
{
    /// <summary>How long the other side asked us to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>Credentials or permission. The hub stops using this connection, raises an alert and does not hammer.</summary>
public sealed class AccessException(string message, Exception? inner = null) : ConnectorException(message, inner);

/// <summary>Our settings cannot work: an unknown entity, a folder that is not there. The hub refuses to start the run.</summary>
public sealed class SetupException(string message, Exception? inner = null) : ConnectorException(message, inner);

/// <summary>The answer makes no sense. The hub fails the run and keeps the checkpoint.</summary>
public sealed class ProtocolException(string message, Exception? inner = null) : ConnectorException(message, inner);
