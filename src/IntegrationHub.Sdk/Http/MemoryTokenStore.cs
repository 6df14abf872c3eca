using System.Collections.Concurrent;

namespace IntegrationHub.Sdk.Http;

/// <summary>Keeps refresh tokens as long as the process lives.</summary>
internal sealed class MemoryTokenStore : IRefreshTokenStore
{
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    public async Task RenewAsync(string account, Func<byte[]?, CancellationToken, Task<byte[]?>> renew, CancellationToken cancellationToken)
    {
        if (await renew(_kept.GetValueOrDefault(account), cancellationToken) is { } renewed)
            _kept[account] = renewed;
    }
}
