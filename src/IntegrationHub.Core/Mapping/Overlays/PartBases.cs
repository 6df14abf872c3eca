using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>The bases of a mapping that is compiled from its parts: those that stand behind it.</summary>
/// <param name="parts">All of them.</param>
/// <param name="after">The mapping's own place among them.</param>
internal sealed class PartBases(IReadOnlyList<MappingPart> parts, int after) : IBases
{
    public LoadedMapping? Find(YamlNode extends, Lints lints)
    {
        var stem = (extends as YamlText)?.Value.Split('/')[^1];
        for (var i = after + 1; i < parts.Count; i++)
        {
            if (LoadedMapping.StemOf(parts[i].File) != stem || !parts[i].File.EndsWith(".yaml", StringComparison.Ordinal))
                continue;
            var found = new Lints(parts[i].File);
            var loaded = YamlReader.Read(parts[i].Content, found) is { } root ? OverlayLoader.Load(root, parts[i], new PartBases(parts, i), found) : null;
            lints.Take(found);
            return loaded;
        }

        lints.Add(extends, "an overlay is compiled with its connection's folders, where its base is found; here it stands alone");
        return null;
    }

    public MappingPart? Read(string file) => parts.FirstOrDefault(part => part.File == file);
}
