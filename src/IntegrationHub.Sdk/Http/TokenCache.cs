using System.Collections.Concurrent;

namespace IntegrationHub.Sdk.Http;

/// <summary>The tokens of a process. Each is fetched by one caller at a time, while the others wait for it. Made and shared by the hub. Safe from several threads.</summary>
/// <param name="refreshTokens">Where refresh tokens are kept that vendors replace; null: in memory, so as long as the process lives.</param>
public sealed class TokenCache(IRefreshTokenStore? refreshTokens = null)
{
    /// <summary>A refusal stands for so long: whoever asks meanwhile gets it again, and the other side is not asked.</summary>
    internal static readonly TimeSpan RefusalStands = TimeSpan.FromSeconds(30);

    /// <summary>A token is renewed so long before it expires, or in the last tenth of its life when that is shorter.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    internal IRefreshTokenStore RefreshTokens { get; } = refreshTokens ?? new MemoryTokenStore();

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>A token that is good, and is not the one that was refused.</summary>
    internal async Task<AccessToken> TokenAsync(ITokenSource source, ConnectorServices services, AccessToken? refused, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(source.Account, static _ => new Entry());
        if (entry.Current is { } current && IsGood(current))
            return current.Token;
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (entry.Current is { } meanwhile && IsGood(meanwhile))
                return meanwhile.Token;
            if (entry.Refusal is { } refusal && services.Time.GetUtcNow() < refusal.Until)
                throw new AccessException(refusal.Message);
            var asked = services.Time.GetUtcNow();
            var token = await source.FetchAsync(services, cancellationToken);
            entry.Current = new Kept(token, token.Lifetime is { } life ? asked + life - (life / 10 < Margin ? life / 10 : Margin) : DateTimeOffset.MaxValue);
            entry.Refusal = null;
            return token;
        }
        catch (AccessException refusal) when (entry.Refusal is null || services.Time.GetUtcNow() >= entry.Refusal.Until)
        {
            entry.Refusal = new Refused(refusal.Message, services.Time.GetUtcNow() + RefusalStands);
            throw;
        }
        finally
        {
            entry.Gate.Release();
        }

        bool IsGood(Kept kept) => !ReferenceEquals(kept.Token, refused) && services.Time.GetUtcNow() < kept.Until;
    }

    private sealed class Entry
    {
        public readonly SemaphoreSlim Gate = new(1, 1);
        public volatile Kept? Current;
        public Refused? Refusal;   // read and written behind the gate only
    }

    private sealed record Kept(AccessToken Token, DateTimeOffset Until);

    private sealed record Refused(string Message, DateTimeOffset Until);
}
