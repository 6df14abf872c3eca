using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Discovery;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Yaml;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>
/// Where paths are looked up while a mapping is compiled: the record, or the elements of a list in it. Outwards the record is of a
/// canonical type, and a path that does not exist there is an error; of what an ERP sends is known what was recorded.
/// </summary>
internal sealed class PathScope
{
    private readonly ShapeBuilder shape;
    private readonly PathScope root;
    private readonly Type? type;
    private readonly FieldScope? recorded;
    private readonly Lints lints;

    private PathScope(ShapeBuilder shape, PathScope? root, Type? type, FieldScope? recorded, Lints lints)
    {
        this.recorded = recorded;
        this.shape = shape;
        this.root = root ?? this;
        this.type = type;
        this.lints = lints;
    }

    /// <param name="type">The canonical type of the record, for outward mappings; null for a record of an ERP.</param>
    /// <param name="lints">Where unknown paths are told.</param>
    /// <param name="recorded">The fields of an ERP's record, when they were recorded; null: what it sends nobody here knows.</param>
    public static PathScope OfRecord(Type? type, Lints lints, FieldScope? recorded = null) => new(new ShapeBuilder(), null, type, recorded, lints);

    public Shape Build() => shape.Build();

    /// <summary>Every place the rules read so far, of whatever scope.</summary>
    public IReadOnlyList<SourceRead> Reads => root.reads;

    private readonly List<SourceRead> reads = [];

    /// <summary>The list whose elements this scope looks into: <c>lines[]</c>; empty for the record.</summary>
    private string Within { get; init; } = "";

    /// <summary>A rule for the single value at a path; null, with a lint, when there is none.</summary>
    public PathRule? Value(YamlNode node) =>
        Resolve(node, "a path") is var (home, path, end) ? home.Value(node, path, end) : null;

    /// <summary>A rule for the reference (outwards) at a path; null, with a lint, when there is none.</summary>
    public PathRule? Reference(YamlNode node)
    {
        if (Resolve(node, "the field of a reference") is not var (home, path, end))
            return null;
        if (end.Guessed || end.Type == typeof(RecordKey))
            return home.Value(node, path, end);
        lints.Add(node, $"'{((YamlText)node).Value}' is {end.Noun}, not a reference");
        return null;
    }

    /// <summary>The list at a path, and the scope of its elements; with a lint, and a scope of <see cref="Unknown"/> elements, when there is none.</summary>
    public (SlotRef List, PathScope Element) Each(YamlNode node)
    {
        if (Resolve(node, "the path of a list") is not var (home, path, end))
            return (default, Unknown());
        if (end.Type is not null && end.Field?.Item is null)
        {
            if (!end.Guessed)
                lints.Add(node, $"'{((YamlText)node).Value}' is {end.Noun}, not a list");
            return (default, Unknown());
        }

        var (slot, element) = home.shape.List(path);
        return (new SlotRef(slot, path.FromRoot), new PathScope(element, root, end.Field?.Item, home.recorded?.Element(path), lints) { Within = home.Note(path, node) + "[]" });
    }

    /// <summary>The elements of a list that could not be found: what is asked of them is checked as far as it goes without.</summary>
    public PathScope Unknown() => new(new ShapeBuilder(), root, null, null, lints);

    private PathRule? Value(YamlNode node, SourcePath path, PathEnd end)
    {
        if (end.Guessed)
            return null;
        Note(path, node);
        if (end.Type is null || end.IsSingle)
            return new PathRule(new SlotRef(shape.Value(path), path.FromRoot), ((YamlText)node).Value, Picks(path), end.Gives, end.Field?.States)
            {
                Kind = end.Type == typeof(DateOnly) ? TargetFieldKind.Date : end.Type == typeof(DateTimeOffset) ? TargetFieldKind.Instant : null,
                RefersTo = end.Type == typeof(RecordKey) ? end.Field?.ReferencedEntity(Words.Of(end.Field.Property.DeclaringType!)) : null,
            };
        var text = ((YamlText)node).Value;
        lints.Add(node, end.Type == typeof(Money) ? $"'{text}' is money: take '{text}.amount' or '{text}.currency'"
            : end.Type == typeof(Quantity) ? $"'{text}' is a quantity: take '{text}.value' or '{text}.unit'"
            : end.Field?.Item is not null ? $"'{text}' is a list: use 'each', or take one element by '{text}[0]'"
            : $"'{text}' is not a single value");
        return null;
    }

    /// <summary>Notes that a rule reads a place, and what its picks look at on the way. Returns the place.</summary>
    private string Note(SourcePath path, YamlNode node)
    {
        var rule = lints.PlaceOf(node);
        var place = Within;
        foreach (var step in path.Steps)
        {
            place = step.Name is { } name ? SourcePaths.Within(place, name) : place + "[]";
            if (step.Pick is { } pick)
                root.reads.Add(new SourceRead(pick.Field.Aggregate(place, SourcePaths.Within), rule));
        }

        root.reads.Add(new SourceRead(place, rule));
        return place;
    }

    private PathPickRef[] Picks(SourcePath path) =>
    [
        .. path.Steps
            .Select((step, index) => (step, index))
            .Where(at => at.step.Pick is not null)
            .Select(at => new PathPickRef(new SlotRef(shape.Picked(path.Steps.Take(at.index + 1)), path.FromRoot), at.step.Start, at.step.End)),
    ];

    private (PathScope Home, SourcePath Path, PathEnd End)? Resolve(YamlNode node, string expected)
    {
        if (node is not YamlText { IsNull: false, Value.Length: > 0 } text)
        {
            lints.Add(node, $"expected {expected}, found {node.Noun}");
            return null;
        }

        try
        {
            var path = SourcePath.Parse(text.Value);
            var home = path.FromRoot ? root : this;
            return home.TryFollow(path, text) is { } end ? (home, path, end) : null;
        }
        catch (FormatException noPath)
        {
            lints.Add(node, noPath.Message);
            return null;
        }
    }

    /// <summary>Checks a path against the canonical types; a misspelt step is told, and the path followed as it was probably meant.</summary>
    private PathEnd? TryFollow(SourcePath path, YamlText node)
    {
        recorded?.Check(path, node, lints);
        var at = new PathEnd(type, null);
        var guessed = false;
        foreach (var step in path.Steps)
        {
            if (at.Type is null || at.Type == typeof(JsonNode))
                continue;   // unknown: an ERP's record, or a custom field
            if (step.Name is null && at.Field?.Item is { } item)
            {
                at = new PathEnd(item, null);
                guessed |= step.Pick is { } pick && !IsPickable(item, pick, node);
            }
            else if (step.Name is { } name && at.Type == typeof(JsonObject))
            {
                at = new PathEnd(typeof(JsonNode), null);
            }
            else if (step.Name is { } property && at.Field?.Item is null && at.Type != typeof(RecordKey) && CanonicalField.Of(at.Type) is { Count: > 0 } fields)
            {
                if (!fields.TryGetValue(property, out var field))
                {
                    lints.Unknown(node, $"field of {Words.Of(at.Type)}", property, fields.Keys);
                    if (Nearest.To(property, fields.Keys) is not { } near)
                        return null;
                    field = fields[near];
                    guessed = true;
                }

                at = new PathEnd(field.Type, field);
            }
            else
            {
                if (!guessed)
                    lints.Add(node, step.Name is null ? $"'{node.Value}': {at.Noun} has no elements" : $"'{node.Value}': {at.Noun} has no field '{step.Name}'");
                return null;
            }
        }

        return at with { Guessed = guessed };
    }

    /// <summary>Whether a canonical type has the field of a pick, and the field can have the value.</summary>
    private bool IsPickable(Type item, PathPick pick, YamlText node)
    {
        var field = new PathScope(shape, root, item, null, lints).TryFollow(new SourcePath(false, [.. pick.Field.Select(name => new PathStep { Name = name })]), node);
        if (field is not { Guessed: false } end)
            return false;
        if (!end.IsSingle)
            lints.Add(node, $"'{string.Join('.', pick.Field)}' is {end.Noun}, so no element can be picked by it");
        else if (end.Field?.States is { } states && pick.Value.Length > 0 && !states.Contains(pick.Value))
            lints.Unknown(node, "state", pick.Value, states);
        else
            return true;
        return false;
    }

    /// <summary>What a path leads to; no type: nobody knows.</summary>
    private readonly record struct PathEnd(Type? Type, CanonicalField? Field)
    {
        /// <summary>A step was misspelt, which is told; this is where the path was probably meant to lead.</summary>
        public bool Guessed { get; init; }

        public string Noun => Field?.Noun ?? (Type is null ? "unknown" : $"a {Words.Of(Type)}");

        public bool IsSingle => Field?.Item is null && Type is not null
            && (Type.IsEnum || Type == typeof(JsonNode) || Type == typeof(RecordKey) || Gives is not RuleType.Any);

        public RuleType Gives =>
            Type is null ? RuleType.Any
            : Type == typeof(bool) ? RuleType.Boolean
            : Type == typeof(int) || Type == typeof(decimal) ? RuleType.Number
            : Type == typeof(string) || Type.IsEnum || Type == typeof(RecordKey) || Type == typeof(DateOnly) || Type == typeof(DateTimeOffset) ? RuleType.Text
            : RuleType.Any;
    }
}
