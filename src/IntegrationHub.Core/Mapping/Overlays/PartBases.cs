using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>The bases of a mapping that is compiled from its parts: those that stand behind it.</summary>
internal sealed class PartBases(IReadOnlyList<MappingPart> after) : IBases
{
    public LoadedMapping? Find(YamlNode extends, Lints lints)
    {
        var stem = (extends as YamlText)?.Value.Split('/')[^1];
        for (var i = 0; i < after.Count; i++)
        {
            if (LoadedMapping.StemOf(after[i].File) != stem || !after[i].File.EndsWith(".yaml", StringComparison.Ordinal))
                continue;
            MappingPart[] parts = [.. after.Skip(i)];
            var found = new Lints(parts[0].File);
            var loaded = YamlReader.Read(parts[0].Content, found) is { } root ? OverlayLoader.Load(root, parts[0], new PartBases([.. parts.Skip(1)]), found) : null;
            lints.Take(found);
            return loaded;
        }

        lints.Add(extends, "an overlay is compiled with its connection's folders, where its base is found; here it stands alone");
        return null;
    }
}
