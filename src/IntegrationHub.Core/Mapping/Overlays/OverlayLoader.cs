using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>Lays a mapping over the base it names.</summary>
internal static class OverlayLoader
{
    /// <summary>As it is when it names no base; its own part alone, with a lint, when there is none or it does not fit.</summary>
    public static LoadedMapping Load(YamlNode root, MappingPart own, IBases bases, Lints lints)
    {
        if (root is not YamlMap overlay)
            return new LoadedMapping(root, [own], bases.Read);
        if (overlay[Overlay.Extends] is not { } extends)
        {
            if (overlay.Entries.FirstOrDefault(entry => entry.Key.Value == Overlay.Drop) is { } drop)
                lints.Add(drop.Key, "'drop' takes fields out of a base; say which by extends: <connector>/<file>, or take 'drop' out");
            return new LoadedMapping(root, [own], bases.Read);
        }

        return bases.Find(extends, lints) is { Root: YamlMap below } found && new Overlay(lints, found.Name).Over(overlay, WithEntity(below, found)) is { } merged
            ? new LoadedMapping(merged, [own, .. found.Parts], file => bases.Read(file) ?? found.Read(file)) { IsPart = found.IsPart }
            : new LoadedMapping(root, [own], bases.Read) { IsPart = true };
    }

    /// <summary>A base that leaves the entity to its file's name means its own name, not the overlay's.</summary>
    private static YamlMap WithEntity(YamlMap below, LoadedMapping found)
    {
        if (MappingCompiler.IsOutward(below) || (below["from"] as YamlMap)?.Has("entity") == true || below["from"] is not (null or YamlMap))
            return below;
        var entity = new YamlEntry(Text("entity"), Text(found.Stem));
        var from = new YamlMap([.. (below["from"] as YamlMap)?.Entries ?? [], entity], below.Line, below.Column) { File = below.File };
        return new YamlMap([new YamlEntry(Text("from"), from), .. below.Entries.Where(entry => entry.Key.Value != "from")], below.Line, below.Column) { File = below.File };

        YamlText Text(string value) => new(value, plain: true, below.Line, below.Column) { File = below.File };
    }
}
