using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

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
        var characters = escaped.Length <= 256 ? stackalloc char[escaped.Length] : new char[escaped.Length];
        var length = 0;
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            length += Encoding.UTF8.GetChars(escaped[..at], characters[length..]);
            var isUnit = escaped[at + 1] is (byte)'u';
            characters[length++] = isUnit ? Unit(escaped.Slice(at + 2, 4)) : Short(escaped[at + 1]);
            escaped = escaped[(at + (isUnit ? 6 : 2))..];
        }

        length += Encoding.UTF8.GetChars(escaped, characters[length..]);
        characters = characters[..length];
        text = HasLoneSurrogate(characters) ? null : new string(characters);
        return text is not null;
    }

    private static char Unit(ReadOnlySpan<byte> hexadecimal) =>
        Utf8Parser.TryParse(hexadecimal, out ushort unit, out _, 'x') ? (char)unit : throw new ArgumentException("The text was not checked by a reader.", nameof(hexadecimal));

    private static char Short(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)letter,   // quote, slash, backslash
    };

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            text = text[(at + 2)..];
        }

        return false;
    }
}
