using System.Text;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Lets a decoder go on past bytes it cannot decode, and keeps them: each becomes two noncharacters (U+FDD0 + high half,
/// U+FDE0 + low half), which no text contains, so that the row can be told to be broken and its bytes can be had back.
/// The second way in which cp932 writes a character (髙 as NEC's EE E0 beside IBM's FB FC) comes here too, for it is not what the
/// encoding itself would write; it is decoded.
/// </summary>
/// <param name="encoding">The encoding that is decoded, as it is without this fallback.</param>
internal sealed class MarkingFallback(Encoding encoding) : DecoderFallback
{
    private const char High = '\uFDD0';
    private const char Low = '\uFDE0';

    public override int MaxCharCount => 2 * 4;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Marks(encoding);

    /// <summary>Whether UTF-8 text has marks: noncharacters U+FDD0 to U+FDEF.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> utf8)
    {
        for (int at; (at = utf8.IndexOf([(byte)0xEF, (byte)0xB7])) >= 0; utf8 = utf8[(at + 2)..])
            if (at + 2 < utf8.Length && utf8[at + 2] is >= 0x90 and <= 0xAF)
                return true;
        return false;
    }

    /// <summary>The bytes that were decoded into this text.</summary>
    public static byte[] Restore(ReadOnlySpan<byte> utf8, Encoding encoding)
    {
        var text = Encoding.UTF8.GetString(utf8);
        using var bytes = new MemoryStream(text.Length * 2);
        for (var at = 0; at < text.Length;)
        {
            if (at + 1 < text.Length && text[at] is >= High and < Low && text[at + 1] is >= Low and < (char)(Low + 16))
            {
                bytes.WriteByte((byte)(((text[at] - High) << 4) | (text[at + 1] - Low)));
                at += 2;
                continue;
            }

            var end = at + 1;
            while (end < text.Length && text[end] is < High or >= Low)
                end++;
            bytes.Write(encoding.GetBytes(text[at..end]));
            at = end;
        }

        return bytes.ToArray();
    }

    private sealed class Marks(Encoding encoding) : DecoderFallbackBuffer
    {
        /// <summary>Whether ASCII is written as single bytes. Then half a character before a line end or a quote must not take that with it.</summary>
        private readonly bool _ofBytes = encoding.GetByteCount("\n") == 1;

        private char[] _chars = [];
        private int _at;

        public override int Remaining => _chars.Length - _at;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            _chars = OtherWayOf(bytesUnknown) is { } known ? [known] : [.. bytesUnknown.SelectMany((unknown, at) => _ofBytes && at > 0 && unknown < 0x80
                ? [(char)unknown]
                : new[] { (char)(High + (unknown >> 4)), (char)(Low + (unknown & 15)) })];
            _at = 0;
            return _chars.Length > 0;
        }

        /// <summary>The character these bytes are another way to write. Half of them is none for certain, and shows what the encoding puts for such.</summary>
        private char? OtherWayOf(byte[] bytes) =>
            bytes.Length == 2 && encoding.GetString(bytes) is [var known] && encoding.GetString(bytes, 0, 1) is [var none] && known != none ? known : null;

        public override char GetNextChar() => _at < _chars.Length ? _chars[_at++] : '\0';

        public override bool MovePrevious()
        {
            if (_at == 0)
                return false;
            _at--;
            return true;
        }

        public override void Reset() => (_chars, _at) = ([], 0);
    }
}
