using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>
/// The bases of a folder's overlays are in the folders that come after it in the search order. So a mapping never extends itself, and a chain is
/// at most as long as the order.
/// </summary>
/// <param name="own">The folder itself.</param>
/// <param name="after">The folders, nearest first.</param>
internal sealed class FolderBases(MappingFolder own, IReadOnlyList<MappingFolder> after) : IBases
{
    public LoadedMapping? Find(YamlNode extends, Lints lints)
    {
        if (extends is not YamlText { Value.Length: > 0 } name)
        {
            lints.Add(extends, $"expected extends: {(after.Count > 0 ? after[^1].Owner : own.Owner)}/<file>, the mapping this one changes; found {extends.Noun}");
            return null;
        }

        var there = after.SelectMany(folder => folder.Loaded.Select(mapping => (Name: $"{folder.Owner}/{mapping.Stem}", Mapping: mapping))).DistinctBy(found => found.Name).ToDictionary(found => found.Name, found => found.Mapping);
        if (there.TryGetValue(name.Value, out var found))
            return found;
        if (after.Any(folder => IsBroken(folder, name.Value)))
            return null;
        var hint = Lints.Hint(name.Value, [.. there.Keys.Order(StringComparer.Ordinal)]);
        lints.Add(extends, $"no base '{name.Value}' in {Places()}{(hint.Length > 0 ? hint : "; no mapping is there to extend")}");
        return null;
    }

    public MappingPart? Read(string file) => own.Read(file);

    /// <summary>It is there, but no YAML: that is told with its own folder.</summary>
    private static bool IsBroken(MappingFolder folder, string name) =>
        name.StartsWith(folder.Owner + "/", StringComparison.Ordinal) && File.Exists(Path.Combine(folder.Path, name[(folder.Owner.Length + 1)..] + ".yaml"));

    private string Places() => after.Count == 0 ? "any folder after this one" : string.Join(", ", after.Select(folder => folder.Name));
}
