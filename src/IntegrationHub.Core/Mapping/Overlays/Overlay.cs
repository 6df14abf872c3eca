using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>
/// Lays a mapping that says <c>extends</c> over its base, name by name, before anything is compiled. Each piece keeps the place where it was
/// written, so that a fault is told in the file that has it.
/// </summary>
/// <param name="lints">Gets what does not fit the base, and what is needless.</param>
/// <param name="baseName">The base's file, for messages.</param>
internal sealed class Overlay(Lints lints, string baseName)
{
    public const string Extends = "extends";
    public const string Drop = "drop";

    /// <summary>The keys of an overlay beside those of a mapping.</summary>
    public static IReadOnlyList<string> Keys { get; } = [Extends, Drop];

    /// <summary>The whole mapping; null, with a lint, when the base maps something else than the overlay says.</summary>
    public YamlMap? Over(YamlMap overlay, YamlMap below)
    {
        if (!IsSameKind(overlay, below))
            return null;
        var left = Dropped(overlay[Drop], below);
        var own = At(overlay, overlay.Entries.Where(entry => !Keys.Contains(entry.Key.Value)));
        return Merge(own, left, (key, over, under) => key switch
        {
            "fields" => Fields(over, under, inward: !MappingCompiler.IsOutward(below)),
            "from" or "to" => Part(over, under),
            _ => over,
        });
    }

    private YamlNode Fields(YamlNode over, YamlNode under, bool inward) => over is YamlMap own && under is YamlMap its
        ? Merge(own, its, (name, one, other) => IsContainer(name, other, inward) ? Container(one, other, inward) : one)
        : over;

    /// <summary>A list (<c>each</c>), an object within the target's, or the custom fields: what has fields of its own.</summary>
    private static bool IsContainer(string name, YamlNode node, bool inward) =>
        node is YamlMap map && (map.Has("fields") || (inward && name == "attributes"));

    private YamlNode Container(YamlNode over, YamlNode under, bool inward) =>
        over is not YamlMap own || under is not YamlMap its ? over
        : its.Has("fields") ? Merge(own, its, (key, one, other) => key == "fields" ? Fields(one, other, inward) : one)
        : Fields(own, its, inward);

    private static YamlNode Part(YamlNode over, YamlNode under) =>
        over is YamlMap own && under is YamlMap its ? At(own, [.. its.Entries.Where(entry => !own.Has(entry.Key.Value)), .. own.Entries]) : over;

    private YamlMap Merge(YamlMap over, YamlMap under, Func<string, YamlNode, YamlNode, YamlNode> both)
    {
        var merged = new List<YamlEntry>();
        foreach (var entry in under.Entries)
            merged.Add(over.Entries.FirstOrDefault(own => own.Key.Value == entry.Key.Value) is { } own ? new YamlEntry(own.Key, Both(own, entry.Value, both)) : entry);
        merged.AddRange(over.Entries.Where(own => !under.Has(own.Key.Value)));
        // What is missing now was dropped: tell it where that is said.
        return At(under.File == over.File ? under : over, merged);
    }

    private YamlNode Both(YamlEntry own, YamlNode under, Func<string, YamlNode, YamlNode, YamlNode> both)
    {
        if (own.Key.Value is "from" or "to" || !Same(own.Value, under))
            return both(own.Key.Value, own.Value, under);
        lints.Warn(own.Key, $"'{own.Key.Value}' is needless: {lints.PlaceOf(under)} says the same; take it out");
        return under;
    }

    private YamlMap Dropped(YamlNode? drop, YamlMap below)
    {
        if (drop is null)
            return below;
        var paths = drop is YamlList list ? list.Items : [drop];
        foreach (var node in paths)
        {
            if (node is YamlText { IsNull: false, Value.Length: > 0 } path)
                below = Without(below, path);
            else
                lints.Add(node, $"expected the name of a field of {baseName} to drop, such as drop: [phone, lines.description]; found {node.Noun}");
        }

        return below;
    }

    private YamlMap Without(YamlMap root, YamlText path)
    {
        try
        {
            var names = SourcePath.Parse(path.Value).Steps.Select(step => step.Name ?? "[]").ToList();
            // Fields come first; 'only' and the like stand beside them.
            if (root["fields"] is YamlMap fields && (names.Count > 1 || fields.Has(names[0]) || !root.Has(names[0]) || names[0] is "fields" or "from" or "to"))
                return Replace(root, "fields", Without(fields, names, path));
            return At(path, root.Entries.Where(entry => entry.Key.Value != names[0]));
        }
        catch (FormatException noPath)
        {
            lints.Add(path, noPath.Message);
            return root;
        }
    }

    private YamlMap Without(YamlMap fields, IReadOnlyList<string> names, YamlText path)
    {
        if (fields[names[0]] is not { } found)
        {
            var near = Nearest.To(names[0], fields.Entries.Select(entry => entry.Key.Value));
            lints.Add(path, $"{baseName} has no field '{names[0]}' to drop; {(near is null ? "take it out of 'drop'" : $"did you mean '{near}'?")}");
            return fields;
        }

        if (names.Count == 1)
            return At(path, fields.Entries.Where(entry => entry.Key.Value != names[0]));
        if (found is YamlMap { } list && list["fields"] is YamlMap inner)
        {
            return names.Count == 2 && !inner.Has(names[1]) && names[1] == "only" && list.Has("only")
                ? Replace(fields, names[0], At(path, list.Entries.Where(entry => entry.Key.Value != "only")))
                : Replace(fields, names[0], Replace(list, "fields", Without(inner, [.. names.Skip(1)], path)));
        }

        if (names[0] == "attributes" && found is YamlMap attributes)
        {
            var left = Without(attributes, [.. names.Skip(1)], path);
            return left.Entries.Count > 0 ? Replace(fields, names[0], left) : At(path, fields.Entries.Where(entry => entry.Key.Value != names[0]));
        }

        lints.Add(path, $"'{names[0]}' of {baseName} has no fields within it; drop it whole: {names[0]}");
        return fields;
    }

    /// <summary>An overlay that says <c>to</c> (outwards <c>from</c>) is told when its base comes to map something else.</summary>
    private bool IsSameKind(YamlMap overlay, YamlMap below)
    {
        var key = MappingCompiler.IsOutward(below) ? "from" : "to";
        if (overlay[key] is not { } said || below[key] is not YamlText { } now)
            return true;
        if ((said as YamlText)?.Value == now.Value)
            return true;
        lints.Add(said, said is YamlText text
            ? $"{baseName} maps {key} {now.Value}, not {text.Value}; extend another mapping, or go over this one's fields and write {key}: {now.Value}"
            : $"{baseName} maps {(key == "to" ? "in" : "out")}wards ({key}: {now.Value}); an overlay goes the same way as its base: write {key}: {now.Value}, or take it out");
        return false;
    }

    private static YamlMap Replace(YamlMap map, string key, YamlNode value) =>
        At(map, map.Entries.Select(entry => entry.Key.Value == key ? entry with { Value = value } : entry));

    private static YamlMap At(YamlNode place, IEnumerable<YamlEntry> entries) => new([.. entries], place.Line, place.Column) { File = place.File };

    private static bool Same(YamlNode one, YamlNode other) => (one, other) switch
    {
        (YamlText left, YamlText right) => left.Value == right.Value && left.Plain == right.Plain,
        (YamlList left, YamlList right) => left.Items.Count == right.Items.Count && left.Items.Zip(right.Items).All(pair => Same(pair.First, pair.Second)),
        (YamlMap left, YamlMap right) => left.Entries.Count == right.Entries.Count && left.Entries.All(entry => right[entry.Key.Value] is { } value && Same(entry.Value, value)),
        _ => false,
    };
}
