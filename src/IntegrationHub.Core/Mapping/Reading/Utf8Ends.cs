using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>A short name's length, first and last bytes, as numbers: quick to hash and to compare, and all there is of a name of up to 16 bytes.</summary>
internal readonly record struct Utf8Ends(ulong First, ulong Last, int Length)
{
    /// <summary>Two names of the same length with the same ends are the same name.</summary>
    public bool IsAll => Length <= 2 * sizeof(ulong);

    /// <summary>Not for keys an attacker may choose in a growing table.</summary>
    public int Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(((First ^ (Last * 31)) + (ulong)Length) * 0x9E3779B97F4A7C15 >> 40);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Utf8Ends Of(ReadOnlySpan<byte> utf8) => utf8.Length switch
    {
        >= 8 => new(BinaryPrimitives.ReadUInt64LittleEndian(utf8), BinaryPrimitives.ReadUInt64LittleEndian(utf8[^8..]), utf8.Length),
        >= 4 => new(BinaryPrimitives.ReadUInt32LittleEndian(utf8), BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..]), utf8.Length),
        > 0 => new(utf8[0] | ((ulong)utf8[utf8.Length / 2] << 8), utf8[^1], utf8.Length),
        _ => default,
    };
}
