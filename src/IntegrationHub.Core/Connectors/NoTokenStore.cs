using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Core.Connectors;

/// <summary>Stands where there is no database: a refresh token that the vendor replaced would be lost with the process, and the old one is worth nothing then.</summary>
internal sealed class NoTokenStore : IRefreshTokenStore
{
    public Task RenewAsync(string account, Func<byte[]?, CancellationToken, Task<byte[]?>> renew, CancellationToken cancellationToken) => throw new SetupException(
        "The refresh token was not used: the vendor may replace it, and there is no database of this version to keep the new one. Run hub migrate first.");
}
