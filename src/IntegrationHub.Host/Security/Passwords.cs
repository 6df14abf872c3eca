using System.Security.Cryptography;

namespace IntegrationHub.Host.Security;

/// <summary>Passwords the hub makes, and the least it asks of others.</summary>
internal static class Passwords
{
    internal const int Shortest = 10;

    // without letters and digits that look alike
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    /// <summary>Twenty letters and digits from the system's random source: 114 bits.</summary>
    internal static string Make() => RandomNumberGenerator.GetString(Letters, 20);
}
