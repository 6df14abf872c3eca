using System.Security.Cryptography;

namespace IntegrationHub.Core.Store;

/// <summary>
/// The hash that tells whether a record changed: the first 128 bits of SHA-256. Kept as <c>uuid</c>, which PostgreSQL stores in 16 bytes
/// and compares fast.
/// </summary>
internal static class ContentHash
{
    /// <summary>The raw hash of a record the source has reported as gone: there is no state of it any more.</summary>
    public static readonly Guid OfNothing = Guid.Empty;

    public static Guid Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
