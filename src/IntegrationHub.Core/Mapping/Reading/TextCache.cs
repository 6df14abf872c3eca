using System.Buffers.Binary;
using System.Text;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>
/// Short texts that come again and again (a currency, a unit, a product number) are made once: a direct-mapped cache of fixed size, in
/// which a newcomer takes the place of what had its hash. Used by one thread at a time.
/// </summary>
internal sealed class TextCache
{
    private const int LongestText = sizeof(ulong);
    private readonly Entry[] recent = new Entry[1024];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestText)
            return Encoding.UTF8.GetString(utf8);
        var bytes = Pack(utf8);
        ref var entry = ref recent[(int)((bytes * 0x9E3779B97F4A7C15) >> 54)];
        if (entry.Bytes != bytes || entry.Text is null)
            entry = new Entry(bytes, Encoding.UTF8.GetString(utf8));
        return entry.Text!;
    }

    /// <summary>
    /// One to eight bytes as a number, the rest zero: two texts give the same only if they are the same, for no text in a record has a zero
    /// byte. Reads that overlap read the same bytes to the same places.
    /// </summary>
    private static ulong Pack(ReadOnlySpan<byte> utf8)
    {
        var last = utf8.Length - 1;
        return last >= 3
            ? BinaryPrimitives.ReadUInt32LittleEndian(utf8) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..]) << (8 * (last - 3)))
            : utf8[0] | ((ulong)utf8[last / 2] << (8 * (last / 2))) | ((ulong)utf8[last] << (8 * last));
    }

    private readonly record struct Entry(ulong Bytes, string? Text);
}
