using System.Reflection;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Discovery;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Outward;
using IntegrationHub.Core.Mapping.Overlays;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping;

/// <summary>Compiles mapping files. What is wrong with one is told whole: every fault with its place and the nearest right name.</summary>
public static class MappingCompiler
{
    internal static readonly string[] InwardKeys = ["from", "to", "only", "fields", "sourceVersion", "sourceTime", "deleted", .. Overlay.Keys];
    internal static readonly string[] OutwardKeys = ["from", "to", "only", "fields", .. Overlay.Keys];

    /// <summary>Compiles a mapping from a source's records to canonical ones.</summary>
    /// <param name="file">The file's name for messages, relative to the mappings folder: <c>northwind/Orders.yaml</c>.</param>
    /// <param name="content">Its bytes: YAML in UTF-8, at most 1 MB.</param>
    /// <exception cref="MappingException">It cannot be compiled; with all lints.</exception>
    public static Mapping Compile(string file, ReadOnlyMemory<byte> content) => Compile([new MappingPart(file, content)]);

    /// <summary>Compiles a mapping from all its parts, as <see cref="Mapping.Parts"/> has them: nothing is read from a disk.</summary>
    /// <param name="parts">The mapping file first, then those it extends and names.</param>
    /// <param name="converters">What it may name; null: the hub's own converters.</param>
    /// <exception cref="MappingException">It cannot be compiled; with all lints.</exception>
    public static Mapping Compile(IReadOnlyList<MappingPart> parts, ConverterSet? converters = null) =>
        Compile(parts, (mapping, lints) => Inward(mapping, converters ?? ConverterSet.BuiltIn, lints));

    /// <summary>Compiles a mapping from canonical documents to a target's objects.</summary>
    /// <inheritdoc cref="Compile(string, ReadOnlyMemory{byte})"/>
    public static OutwardMapping CompileOutward(string file, ReadOnlyMemory<byte> content) => CompileOutward([new MappingPart(file, content)]);

    /// <summary>Compiles an outward mapping from all its parts.</summary>
    /// <inheritdoc cref="Compile(IReadOnlyList{MappingPart}, ConverterSet)"/>
    public static OutwardMapping CompileOutward(IReadOnlyList<MappingPart> parts, ConverterSet? converters = null) =>
        Compile(parts, (mapping, lints) => Outward(mapping, converters ?? ConverterSet.BuiltIn, lints));

    /// <summary>Whether a file maps outwards: its <c>to</c> names a target's object rather than a canonical entity.</summary>
    internal static bool IsOutward(YamlNode root) =>
        root is YamlMap map && (map["to"] ?? map.Entries.FirstOrDefault(entry => Nearest.To(entry.Key.Value, OutwardKeys) == "to")?.Value) is YamlMap;

    /// <param name="mapping">The whole mapping.</param>
    /// <param name="converters">What it may name.</param>
    /// <param name="lints">Gets what is wrong with it.</param>
    /// <param name="recorded">Finds the recorded fields of a source's entity.</param>
    internal static Mapping? Inward(LoadedMapping mapping, ConverterSet converters, Lints lints, Func<string, FieldScope?>? recorded = null)
    {
        var parts = new MappingParts(mapping);
        var rules = new RuleCompiler(lints, parts, converters);
        if (Top(mapping, InwardKeys, rules, lints) is not { } map)
            return null;
        var entity = SourceEntity(map["from"], rules, lints);
        var paths = PathScope.OfRecord(null, lints, recorded?.Invoke(entity));
        var only = rules.Only(map["only"], paths, "");
        if (Entity(mapping, map, "to", lints) is not { } kind)
        {
            new UnknownField(rules).CheckAll(map["fields"], paths);
            return null;
        }

        var compile = typeof(MappingCompiler)
            .GetMethod(nameof(Record), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(Entities.TypeOf(kind));
        var fill = (RecordFill)compile.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [map, rules, paths, lints, mapping.IsPart], null)!;
        return new Mapping(parts, kind, entity, paths.Build(), only, fill, rules.Sites) { Reads = paths.Reads };
    }

    internal static OutwardMapping? Outward(LoadedMapping mapping, ConverterSet converters, Lints lints)
    {
        var parts = new MappingParts(mapping);
        var rules = new RuleCompiler(lints, parts, converters);
        if (Top(mapping, OutwardKeys, rules, lints) is not { } map)
            return null;
        var kind = Entity(mapping, map, "from", lints);
        var (target, name) = TargetObject(mapping, map, rules, lints);
        var paths = PathScope.OfRecord(kind is { } known ? Entities.TypeOf(known) : null, lints);
        var only = rules.Only(map["only"], paths, "");
        var fields = map["fields"] is { } node ? new OutwardCompiler(lints, rules).Compile(node, paths, "") : null;
        var adopt = Adopt(map, fields, lints);
        return kind is not { } from || name is null || fields is null ? null : new OutwardMapping(parts, from, target, name, paths.Build(), only, fields, rules.Sites) { Adopt = adopt };
    }

    /// <summary>The fields by which records that are at the target already are found.</summary>
    private static List<string> Adopt(YamlMap map, OutwardFields? fields, Lints lints)
    {
        var names = new List<string>();
        if ((map["to"] as YamlMap)?["adopt"] is not { } node)
            return names;
        var known = fields?.Values.ToList() ?? [];
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (item is not YamlText { Value.Length: > 0 } text)
                lints.Add(item, $"expected the name of a field of this mapping, found {item.Noun}");
            else if (fields is not null && !known.Contains(text.Value))
                lints.Add(item, $"'{text.Value}' is no field of this mapping that holds one value{Lints.Hint(text.Value, known)}");
            else
                names.Add(text.Value);
        }

        return names;
    }

    /// <summary>Where an outward mapping goes; no object after telling that it does not say.</summary>
    private static (string? Target, string? Object) TargetObject(LoadedMapping mapping, YamlMap map, RuleCompiler rules, Lints lints)
    {
        IReadOnlyList<YamlEntry> lost = [];
        var to = map["to"] is YamlMap given ? rules.Spelt(given, ["target", "object", "adopt"], out lost) : null;
        if (to?["object"] is YamlText { Value.Length: > 0 } name)
            return ((to["target"] as YamlText)?.Value, name.Value);
        if (lost.Count == 0 && !mapping.IsPart)
            lints.Add(map["to"] ?? map, "expected to: { target: connection, object: name }");
        return default;
    }

    private static T Compile<T>(IReadOnlyList<MappingPart> parts, Func<LoadedMapping, Lints, T?> compile) where T : class
    {
        var lints = new Lints(parts[0].File);
        var mapping = YamlReader.Read(parts[0].Content, lints) is { } root
            ? compile(OverlayLoader.Load(root, parts[0], new PartBases(parts, after: 0), lints), lints)
            : null;
        lints.ThrowIfAny();
        return mapping!;
    }

    private static RecordFill Record<T>(YamlMap map, RuleCompiler rules, PathScope paths, Lints lints, bool isPart) where T : CanonicalRecord
    {
        var compiler = new FieldsCompiler(lints, rules, isPart);
        var further = new List<Field<T>> { new KeyField<T>(rules.Site(map, "key"), Setter.Of<T, RecordKey>(typeof(T).GetProperty(nameof(CanonicalRecord.Key))!)) };
        foreach (var (key, property) in new[]
        {
            ("sourceVersion", nameof(CanonicalRecord.SourceVersion)),
            ("sourceTime", nameof(CanonicalRecord.SourceTime)),
            ("deleted", nameof(CanonicalRecord.Deleted)),
        })
        {
            if (map[key] is { } node && compiler.Bind<T>(CanonicalField.Of(typeof(T), property), node, paths, key) is { } field)
                further.Add(field);
        }

        var record = rules.Site(map, Entities.NameOf(Entities.KindOf(Words.Of(typeof(T)))));
        var fields = map["fields"] is { } rulesOf ? compiler.Compile(rulesOf, paths, "", further) : new FieldSet<T>(Setter.New<T>(), []);
        return (scoped in Scope scope, out CanonicalRecord made) =>
        {
            var outcome = fields.Read(in scope, out var typed);
            made = typed;
            if (outcome is not Outcome.Absent)
                return outcome;
            scope.Refuse(record, "the record has nothing of what the mapping asks for");
            return Outcome.Refused;
        };
    }

    /// <summary>The top level, with its keys as they were meant: a wrong one hides nothing of the rest.</summary>
    private static YamlMap? Top(LoadedMapping mapping, string[] keys, RuleCompiler rules, Lints lints)
    {
        if (mapping.Root is not YamlMap map)
        {
            lints.Add(mapping.Root, $"expected a mapping with {string.Join(", ", keys)}, found {mapping.Root.Noun}");
            return null;
        }

        var spelt = rules.Spelt(map, keys, out var lost);
        if (spelt.Has("fields"))
            return spelt;
        if (lost.FirstOrDefault(entry => entry.Value is YamlMap) is { } fields)
            return new YamlMap([.. spelt.Entries, fields with { Key = new YamlText("fields", plain: true, fields.Key.Line, fields.Key.Column) { File = fields.Key.File } }], map.Line, map.Column) { File = map.File };
        if (lost.Count == 0 && !mapping.IsPart)
            lints.Add(map, "'fields' is missing");
        return spelt;
    }

    /// <summary>The canonical entity a mapping names; the one that was probably meant after telling that it is misspelt.</summary>
    private static EntityKind? Entity(LoadedMapping mapping, YamlMap map, string key, Lints lints)
    {
        if (map[key] is YamlText { Value.Length: > 0 } name)
        {
            if (Entities.TryKindOf(name.Value, out var kind))
                return kind;
            lints.Unknown(name, "canonical entity", name.Value, Entities.Names);
            return Nearest.To(name.Value, Entities.Names) is { } near && Entities.TryKindOf(near, out var meant) ? meant : null;
        }

        if (map.Has(key) || !mapping.IsPart)
            lints.Add(map[key] ?? map, $"expected {key}: one of {string.Join(", ", Entities.Names)}");
        return null;
    }

    /// <summary>The source's entity; the file's name when the mapping does not say.</summary>
    private static string SourceEntity(YamlNode? from, RuleCompiler rules, Lints lints)
    {
        var fromFile = Path.GetFileNameWithoutExtension(lints.File);
        if (from is null)
            return fromFile;
        if (from is not YamlMap map)
        {
            lints.Add(from, $"expected from: {{ entity: {fromFile} }}, found {from.Noun}");
            return fromFile;
        }

        if (map.Entries.FirstOrDefault(entry => entry.Key.Value == "key") is { } key)
            lints.Add(key.Key, "the key of a record comes from its source; take 'key' out");
        map = rules.Spelt(map, ["connector", "entity", "key"], out _);
        foreach (var (name, value) in map.Entries.Where(entry => entry.Value is not YamlText { Value.Length: > 0 }))
            lints.Add(value, $"'{name.Value}' must be a name, found {value.Noun}");
        return map["entity"] is YamlText { Value.Length: > 0 } entity ? entity.Value : fromFile;
    }
}
