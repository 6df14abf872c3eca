using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Sdk.Http;

/// <summary>A text that only the key's owner can read (AES-GCM: nonce, tag, text).</summary>
internal static class Sealed
{
    private const int Nonce = 12;
    private const int Tag = 16;

    internal static byte[] Close(string text, byte[] key)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var made = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(made.AsSpan(0, Nonce));
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(made.AsSpan(0, Nonce), plain, made.AsSpan(Nonce + Tag), made.AsSpan(Nonce, Tag));
        return made;
    }

    /// <summary>Null when it was closed with another key, or is damaged.</summary>
    internal static string? Open(byte[] made, byte[] key)
    {
        if (made.Length < Nonce + Tag)
            return null;
        var plain = new byte[made.Length - Nonce - Tag];
        try
        {
            using var cipher = new AesGcm(key, Tag);
            cipher.Decrypt(made.AsSpan(0, Nonce), made.AsSpan(Nonce + Tag), made.AsSpan(Nonce, Tag), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
