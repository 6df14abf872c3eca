namespace IntegrationHub.Sdk.Http;

/// <summary>
/// A way to a token that <see cref="HttpAuthOptions"/> does not have: a signed assertion, a session login. Handed to
/// <see cref="ConnectorServices.Authorized(ITokenSource)"/>, which keeps the token, shares it and renews it.
/// </summary>
public interface ITokenSource
{
    /// <summary>
    /// Whose token it is: sources with the same text share one. Name the endpoint, the login, the scope, and a hash of the secret, so that a changed
    /// secret is used at once. Never shown.
    /// </summary>
    string Account { get; }

    /// <summary>
    /// Fetches a new token, by <see cref="ConnectorServices.Http"/>. Called when there is none, when it is about to expire, and when one was refused; by one
    /// caller at a time per <see cref="Account"/> in a process. Throws <see cref="AccessException"/> when the other side refuses (it is not asked again for half a minute), and otherwise as a
    /// source's read does. Cancelling ends the attempt; somebody else who waits for the token then makes the next one.
    /// </summary>
    Task<AccessToken> FetchAsync(ConnectorServices services, CancellationToken cancellationToken);
}

/// <summary>A token as it goes into <c>Authorization: Scheme Value</c>.</summary>
/// <param name="Scheme"><c>Bearer</c>, or what the vendor says.</param>
/// <param name="Value">The token.</param>
/// <param name="Lifetime">How long it is good for; null when the other side does not say: then until it is refused.</param>
public sealed record AccessToken(string Scheme, Secret Value, TimeSpan? Lifetime)
{
    /// <summary>The refresh token that takes the place of the one that was used; null when it stays.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>Where the API is, when the token's answer says so: requests with this token go to its scheme, host and port, whatever host they name. It must be a host the connection may call.</summary>
    public Uri? Address { get; init; }
}
