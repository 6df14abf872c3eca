using System.Buffers.Binary;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>A quick hash of short names from their length, first and last bytes. Not for keys an attacker may choose in a growing table.</summary>
internal static class Utf8Hash
{
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        var bits = utf8.Length switch
        {
            >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(utf8) ^ (BinaryPrimitives.ReadUInt64LittleEndian(utf8[^8..]) * 31),
            >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(utf8) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..]) << 32),
            > 0 => utf8[0] | ((ulong)utf8[utf8.Length / 2] << 8) | ((ulong)utf8[^1] << 16),
            _ => 0UL,
        };
        return (int)(((bits + (ulong)utf8.Length) * 0x9E3779B97F4A7C15) >> 40);
    }
}
