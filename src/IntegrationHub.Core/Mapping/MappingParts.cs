using System.Security.Cryptography;
using IntegrationHub.Core.Mapping.Overlays;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping;

/// <summary>The files a mapping is made of, gathered while it is compiled: its own first, then those it names, in the order in which it does.</summary>
/// <param name="mapping">The mapping, with the files it extends.</param>
internal sealed class MappingParts(LoadedMapping mapping)
{
    private readonly List<MappingPart> parts = [.. mapping.Parts];

    /// <summary>Those there are by now.</summary>
    public IReadOnlyList<MappingPart> All => [.. parts];

    public MappingPart Own => mapping.Parts[0];

    /// <summary>Which mapping it is: of one file the hash of its bytes, of several that of their hashes. Names do not count.</summary>
    public Guid Version => new((parts.Count == 1 ? SHA256.HashData(Own.Content.Span) : SHA256.HashData([.. parts.SelectMany(part => SHA256.HashData(part.Content.Span))])).AsSpan(0, 16));

    /// <summary>The file of that name beside the rule that names it, which from now on is a part of the mapping; null when there is none.</summary>
    /// <param name="name">Without a folder.</param>
    /// <param name="rule">Where it is named: the rule may stand in the file of a base.</param>
    public MappingPart? Beside(string name, YamlNode rule)
    {
        var file = rule.File ?? Own.File;
        var full = file[..(file.LastIndexOf('/') + 1)] + name;
        if (parts.Find(part => part.File == full) is { } known)
            return known;
        if (mapping.Read(full) is not { } found)
            return null;
        parts.Add(found);
        return found;
    }
}
