using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>A small fixed dictionary from names to values, asked with UTF-8 bytes as they stand in the record. Immutable.</summary>
internal sealed class Utf8Table<T>
{
    private readonly Entry[] entries;   // open addressing, a power of two long, at most half full
    private readonly int mask;

    public Utf8Table(IReadOnlyCollection<KeyValuePair<string, T>> items)
    {
        var size = 4;
        while (size < items.Count * 2)
            size *= 2;
        entries = new Entry[size];
        mask = size - 1;
        foreach (var (name, value) in items)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            var ends = Utf8Ends.Of(utf8);
            var at = ends.Hash & mask;
            while (entries[at].Name is not null)
                at = (at + 1) & mask;
            entries[at] = new Entry(ends, utf8, value);
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out T value)
    {
        var ends = Utf8Ends.Of(name);
        for (var at = ends.Hash & mask; ; at = (at + 1) & mask)
        {
            ref readonly var entry = ref entries[at];
            if (entry.Name is null)
            {
                value = default;
                return false;
            }

            if (entry.Ends.Equals(ends) && (ends.IsAll || name.SequenceEqual(entry.Name)))
            {
                value = entry.Value;
                return true;
            }
        }
    }

    private readonly record struct Entry(Utf8Ends Ends, byte[] Name, T Value);
}
