using System.Security.Cryptography;

namespace IntegrationHub.Core.Mapping;

/// <summary>The files a mapping is made of, gathered while it is compiled: its own first, then those it names, in the order in which it does.</summary>
/// <param name="own">The mapping file.</param>
/// <param name="find">Reads a file by its name as in <see cref="MappingPart.File"/>; null when there is none.</param>
internal sealed class MappingParts(MappingPart own, Func<string, MappingPart?> find)
{
    private readonly List<MappingPart> parts = [own];

    /// <summary>Those there are by now.</summary>
    public IReadOnlyList<MappingPart> All => [.. parts];

    public MappingPart Own => own;

    /// <summary>Which mapping it is: of one file the hash of its bytes, of several that of their hashes. Names do not count.</summary>
    public Guid Version => new((parts.Count == 1 ? SHA256.HashData(own.Content.Span) : SHA256.HashData([.. parts.SelectMany(part => SHA256.HashData(part.Content.Span))])).AsSpan(0, 16));

    /// <summary>The file of that name in the mapping's own folder, which from now on is a part of it; null when there is none.</summary>
    public MappingPart? Beside(string name)
    {
        var full = own.File[..(own.File.LastIndexOf('/') + 1)] + name;
        if (parts.Find(part => part.File == full) is { } known)
            return known;
        if (find(full) is not { } found)
            return null;
        parts.Add(found);
        return found;
    }

    /// <summary>From parts at hand, the mapping's own first.</summary>
    public static MappingParts Of(IReadOnlyList<MappingPart> parts) => new(parts[0], name => parts.FirstOrDefault(part => part.File == name));
}
