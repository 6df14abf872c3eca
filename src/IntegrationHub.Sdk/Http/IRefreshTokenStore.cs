namespace IntegrationHub.Sdk.Http;

/// <summary>Keeps refresh tokens that a vendor replaces with each use, for all hosts. Implemented by the hub; a connector has nothing to do with it.</summary>
public interface IRefreshTokenStore
{
    /// <summary>
    /// Runs one renewal while no other host renews the same account's. Called from several threads. Throws what <paramref name="renew"/> throws, and then keeps nothing. Cancelling ends it,
    /// except after the renewal: what that gave is kept.
    /// </summary>
    /// <param name="account">Whose token.</param>
    /// <param name="renew">Gets what was kept last, sealed (null: nothing); gives what is to be kept instead, sealed (null: the same).</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    Task RenewAsync(string account, Func<byte[]?, CancellationToken, Task<byte[]?>> renew, CancellationToken cancellationToken);
}
