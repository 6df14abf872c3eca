using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Texts with escapes.</summary>
internal static class JsonText
{
    /// <summary>Whether <c>\/</c> is the only escape in a JSON text already checked by a reader.</summary>
    public static bool HasOnlyEscapedSlashes(ReadOnlySpan<byte> escaped)
    {
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            if (escaped[at + 1] != '/')
                return false;
            escaped = escaped[(at + 2)..];
        }

        return true;
    }

    /// <summary>Resolves the escapes of a JSON text already checked by a reader.</summary>
    /// <param name="escaped">The bytes between the quotes.</param>
    /// <param name="text">The text.</param>
    /// <returns>False for half of a surrogate pair, which is no character.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> escaped, [NotNullWhen(true)] out string? text)
    {
        Span<byte> quoted = escaped.Length <= 1022 ? stackalloc byte[escaped.Length + 2] : new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted[1..]);
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
