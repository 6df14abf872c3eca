using System.Text;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Lets a decoder go on past bytes it cannot decode, and keeps them: each becomes two noncharacters (U+FDD0 + high half,
/// U+FDE0 + low half), which no text contains, so that the row can be told to be broken and its bytes can be had back.
/// </summary>
/// <param name="ofBytes">
/// Whether the encoding writes ASCII as single bytes. Then half a character before a line end or a quote must not take that with it.
/// </param>
internal sealed class MarkingFallback(bool ofBytes) : DecoderFallback
{
    private const char High = '\uFDD0';
    private const char Low = '\uFDE0';

    public override int MaxCharCount => 2 * 4;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Marks(ofBytes);

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

    private sealed class Marks(bool ofBytes) : DecoderFallbackBuffer
    {
        private char[] _chars = [];
        private int _at;

        public override int Remaining => _chars.Length - _at;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            _chars = [.. bytesUnknown.SelectMany((unknown, at) => ofBytes && at > 0 && unknown < 0x80
                ? [(char)unknown]
                : new[] { (char)(High + (unknown >> 4)), (char)(Low + (unknown & 15)) })];
            _at = 0;
            return _chars.Length > 0;
        }

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
