using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Connectors.Files;

/// <summary>Finds a key that comes twice. Every key of an entity has to be remembered; 16 bytes each, and its place, do.</summary>
internal sealed class SeenKeys<TPlace>
{
    private readonly Dictionary<UInt128, TPlace> _places = [];

    /// <summary>Notes a key; false with the place of the first when it was there before.</summary>
    public bool TryTake(string key, TPlace place, out TPlace first)
    {
        var digest = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        first = place;
        return _places.TryAdd(digest, place) || !_places.TryGetValue(digest, out first!);
    }
}
