using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>A place in the records of one run, and what stands below it. One run, one thread.</summary>
internal sealed class SampledField
{
    private const int LongestName = 120;

    private readonly List<SampledField> children = [];
    private Dictionary<byte[], SampledField>.AlternateLookup<ReadOnlySpan<byte>>? byName;
    private int next;   // records have their fields in one order: the one after the last is the likely one
    private long lastRecord;

    public SampledField(string path, SampledField? parent, byte[] name) => (Path, Parent, Name) = (path, parent, name);

    public string Path { get; }
    public SampledField? Parent { get; }
    private byte[] Name { get; }
    public SourceKinds Kinds { get; private set; }

    /// <summary>Records that had it.</summary>
    public long Seen { get; private set; }

    /// <summary>Which of the records with its parent was the first to have it.</summary>
    public long Since { get; private set; }

    /// <summary>Which of them was the last.</summary>
    public long Until { get; private set; }

    /// <summary>The elements of a list that stands here; made when first asked for.</summary>
    public SampledField? Element { get; private set; }

    /// <summary>Counts it for a record.</summary>
    /// <returns>True: of a kind this run has not seen here.</returns>
    public bool See(SourceKinds kind, long record)
    {
        if (lastRecord != record)
        {
            (lastRecord, next) = (record, 0);
            Seen++;
            Until = Parent?.Seen ?? 0;
            if (Seen == 1)
                Since = Until;
        }

        var before = Kinds;
        Kinds |= kind;
        return Kinds != before;
    }

    public bool TryFind(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out SampledField child)
    {
        name = Cut(name);
        if (next < children.Count && name.SequenceEqual(children[next].Name))
        {
            child = children[next++];
            return true;
        }

        if (byName is not { } names || !names.TryGetValue(name, out child))
        {
            child = null;
            return false;
        }

        next = children.IndexOf(child) + 1;
        return true;
    }

    public SampledField Add(ReadOnlySpan<byte> name)
    {
        var cut = Cut(name).ToArray();
        var child = new SampledField(SourcePaths.Within(Path, Readable(cut)), this, cut);
        byName ??= new Dictionary<byte[], SampledField>(NameComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
        byName.Value.Dictionary.Add(cut, child);
        children.Add(child);
        next = children.Count;
        return child;
    }

    public SampledField AddElement() => Element = new SampledField(Path + "[]", this, []);

    /// <summary>It and everything below it.</summary>
    public IEnumerable<SampledField> All() => [this, .. children.Concat(Element is null ? [] : [Element]).SelectMany(child => child.All())];

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> name) => name.Length <= LongestName ? name : name[..LongestName];

    /// <summary>A name may hold anything; the database takes neither NUL nor half a letter, and people no control characters.</summary>
    private static string Readable(byte[] name)
    {
        var text = name.Length < LongestName && name.Contains((byte)'\\') && JsonText.TryUnescape(name, out var unescaped) ? unescaped : Encoding.UTF8.GetString(name);
        return string.Concat(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
    }

    private sealed class NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static NameComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
