using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>
/// Where the bases of a folder's overlays are: in the folders that come after it in the search order. So a mapping never extends itself, and a
/// chain is at most as long as the order.
/// </summary>
/// <param name="connector">The id bases are called by: <c>extends: &lt;connector&gt;/&lt;file&gt;</c>.</param>
/// <param name="after">The folders, nearest first.</param>
internal sealed class Bases(string connector, IReadOnlyList<MappingFolder> after)
{
    /// <summary>Lays a mapping over the base it names. As it is when it names none; null, with a lint, when there is no such base.</summary>
    public MappingText? Resolve(MappingText text, Lints lints)
    {
        if (text.Root is not YamlMap overlay)
            return text;
        if (overlay[Overlay.Extends] is not { } extends)
        {
            if (overlay.Entries.FirstOrDefault(entry => entry.Key.Value == Overlay.Drop) is { } drop)
                lints.Add(drop.Key, $"'drop' takes fields out of a base; say which by extends: {connector}/<file>, or take 'drop' out");
            return text;
        }

        if (Find(extends, lints) is not { Root: YamlMap below } found)
            return null;
        if (new Overlay(lints, found.Name).Over(overlay, WithEntity(below, found)) is not { } merged)
            return null;
        return text with { Root = merged, Base = found, Version = MappingCompiler.VersionOf((byte[])[.. text.Version.ToByteArray(), .. found.Version.ToByteArray()]) };
    }

    private MappingText? Find(YamlNode node, Lints lints)
    {
        if (node is not YamlText { Value.Length: > 0 } name)
        {
            lints.Add(node, $"expected extends: {connector}/<file>, the mapping this one changes; found {node.Noun}");
            return null;
        }

        var there = after.SelectMany(folder => folder.Texts).GroupBy(text => $"{connector}/{text.Stem}").ToDictionary(group => group.Key, group => group.First());
        if (there.TryGetValue(name.Value, out var found))
            return found;
        if (IsBroken(name.Value))
            return null;
        var known = there.Keys.Order(StringComparer.Ordinal).ToList();
        var hint = Nearest.To(name.Value, known) is { } near ? $"did you mean '{near}'?"
            : known.Count > 0 ? $"there are: {string.Join(", ", known)}"
            : "no mapping is there to extend";
        lints.Add(node, $"no base '{name.Value}' in {Places()}; {hint}");
        return null;
    }

    /// <summary>It is there, but no YAML: that is told with its own folder.</summary>
    private bool IsBroken(string name) =>
        name.StartsWith(connector + "/", StringComparison.Ordinal) && after.Any(folder => File.Exists(Path.Combine(folder.Path, name[(connector.Length + 1)..] + ".yaml")));

    private string Places() => after.Count == 0 ? "any folder after this one" : string.Join(", ", after.Select(folder => folder.Name));

    /// <summary>A base that leaves the entity to its file's name means its own name, not the overlay's.</summary>
    private static YamlMap WithEntity(YamlMap below, MappingText found)
    {
        if (MappingCompiler.IsOutward(below) || (below["from"] as YamlMap)?.Has("entity") == true || below["from"] is not (null or YamlMap))
            return below;
        var entity = new YamlEntry(Text("entity"), Text(found.Stem));
        var from = new YamlMap([.. (below["from"] as YamlMap)?.Entries ?? [], entity], below.Line, below.Column) { File = below.File };
        return new YamlMap([new YamlEntry(Text("from"), from), .. below.Entries.Where(entry => entry.Key.Value != "from")], below.Line, below.Column) { File = below.File };

        YamlText Text(string value) => new(value, plain: true, below.Line, below.Column) { File = below.File };
    }
}
