using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Tables;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>
/// Compiles the forms that give one value; the same inwards and outwards. What is wrong is told, and the rest is compiled all the same with a
/// <see cref="BrokenRule"/> in its place, so that no fault hides another.
/// </summary>
internal sealed class RuleCompiler(Lints lints, MappingParts parts, ConverterSet converters)
{
    /// <summary>What a rule begins with: one of these.</summary>
    public static IReadOnlyList<string> Beginnings { get; } = ["from", "value", "first", "join"];

    /// <summary>What may follow a beginning, in the order in which it is done whatever the order in the file.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["as", "choose", "otherwise", "absent"];

    /// <summary>The tables beside the mapping.</summary>
    public MappingTables Tables { get; } = new(lints, parts);

    /// <summary>What cases can reach of the rules compiled so far.</summary>
    public CoverageSites Sites { get; } = new(lints);

    /// <summary>The keys of a rule that gives one value.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Beginnings, .. Steps];

    /// <summary>A path alone, or a map with one beginning (<c>from</c>, <c>value</c>, <c>first</c>, <c>join</c>), then the steps.</summary>
    public Rule Rule(YamlNode node, PathScope paths)
    {
        if (node is not YamlMap given)
            return At(node, paths);
        var map = Spelt(given, Keys, out var lost);
        return Following(map, Beginning(map, paths, lost.Count > 0));
    }

    /// <summary>The steps after a beginning: <c>as</c>, then <c>choose</c>, then <c>absent</c>.</summary>
    public Rule Following(YamlMap map, Rule rule)
    {
        var converted = map["as"] is { } converters ? Convert(converters, rule) : rule;
        var chosen = Choose(map, converted);
        return map["absent"] is { } absent ? Absent(absent, chosen) : chosen;
    }

    /// <summary><c>only</c>: a map from paths to the value or values that are taken.</summary>
    public Condition? Only(YamlNode? node, PathScope paths, string place)
    {
        if (node is null)
            return null;
        if (node is not YamlMap { Entries.Count: > 0 } map)
        {
            lints.Add(node, $"expected fields with the values to take, found {node.Noun}");
            return null;
        }

        var parts = new List<(Rule, HashSet<string>, Site)>();
        foreach (var (key, value) in map.Entries)
        {
            var allowed = value is YamlList list ? list.Items : [value];
            foreach (var wrong in allowed.Where(item => item is not YamlText))
                lints.Add(wrong, $"expected a value to compare with, found {wrong.Noun}");
            if (paths.Value(key) is not { } rule)
                continue;
            foreach (var text in allowed.OfType<YamlText>())
                CheckKnown(rule, text);
            var site = Site(key, $"{place}only {key.Value}");
            Sites.Only(site, key);
            parts.Add((rule, [.. allowed.OfType<YamlText>().Select(text => text.IsNull ? "" : text.Value)], site));
        }

        return new Condition([.. parts]);
    }

    public Site Site(YamlNode node, string field) => new(field, lints.PlaceOf(node));

    /// <summary>
    /// The map with its keys as they were meant: one of no meaning here is told, and read on as the nearest name unless that stands there, too.
    /// </summary>
    /// <param name="map">As it is written.</param>
    /// <param name="known">The keys that have a meaning here.</param>
    /// <param name="lost">What could be read as none of them: what is missing may be what it was meant for.</param>
    public YamlMap Spelt(YamlMap map, IReadOnlyCollection<string> known, out IReadOnlyList<YamlEntry> lost)
    {
        lost = [];
        if (map.Entries.All(entry => known.Contains(entry.Key.Value)))
            return map;
        var (kept, left) = (new List<YamlEntry>(), new List<YamlEntry>());
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Value;
            if (!known.Contains(name))
                lints.Unknown(entry.Key, "key", name, known);
            var meant = known.Contains(name) ? name : Nearest.To(name, known.Where(other => !map.Has(other) && kept.TrueForAll(taken => taken.Key.Value != other)));
            if (meant == name)
                kept.Add(entry);
            else if (meant is not null)
                kept.Add(entry with { Key = new YamlText(meant, plain: true, entry.Key.Line, entry.Key.Column) { File = entry.Key.File } });
            else
                left.Add(entry);
        }

        lost = left;
        return new YamlMap(kept, map.Line, map.Column) { File = map.File };
    }

    private Rule Beginning(YamlMap map, PathScope paths, bool mayBeMisspelt)
    {
        var given = map.Entries.Where(entry => Beginnings.Contains(entry.Key.Value)).ToList();
        if (given.Count > 1 || (given.Count == 0 && !mayBeMisspelt))
            lints.Add(given.Count == 0 ? map : given[1].Key, $"a rule needs exactly one of {string.Join(", ", Beginnings)}; found {given.Count}");
        var rules = given.ConvertAll(entry => Beginning(entry.Key.Value, entry.Value, paths));
        return rules is [var only] ? only : BrokenRule.Instance;
    }

    private Rule Beginning(string key, YamlNode value, PathScope paths) => key switch
    {
        "from" => At(value, paths),
        "value" => Constant(value) is { } constant ? constant : BrokenRule.Instance,
        "first" => Several(value, paths) is { } rules ? new FirstRule(rules) : BrokenRule.Instance,
        _ => Join(value, paths),
    };

    private static Rule At(YamlNode node, PathScope paths) => paths.Value(node) is { } rule ? rule : BrokenRule.Instance;

    private ConstantRule? Constant(YamlNode node)
    {
        if (node is YamlText text)
            return new ConstantRule(text);
        lints.Add(node, $"expected a single value, found {node.Noun}");
        return null;
    }

    private Rule[]? Several(YamlNode node, PathScope paths)
    {
        if (node is not YamlList { Items.Count: > 0 } list)
        {
            lints.Add(node, $"expected a list of rules, found {node.Noun}");
            return null;
        }

        return [.. list.Items.Select(item => Rule(item, paths))];
    }

    private Rule Join(YamlNode node, PathScope paths)
    {
        if (node is not YamlMap given)
        {
            lints.Add(node, $"expected join: {{ of: [a, b], with: \" \" }}, found {node.Noun}");
            return BrokenRule.Instance;
        }

        var map = Spelt(given, ["of", "with"], out var lost);
        if (map["with"] is not (null or YamlText))
            lints.Add(map["with"]!, $"expected the text between the parts, found {map["with"]!.Noun}");
        if (!map.Has("of") && lost.Count == 0)
            lints.Add(map, "'of' is missing: the list of what to join");
        return map["of"] is { } of && Several(of, paths) is { } rules ? new JoinRule(rules, (map["with"] as YamlText)?.Value ?? "") : BrokenRule.Instance;
    }

    private Rule Convert(YamlNode node, Rule from) => (node is YamlList list ? list.Items : [node]).Aggregate(from, (rule, item) => ConvertOnce(item, rule));

    private Rule ConvertOnce(YamlNode node, Rule from)
    {
        var (name, given) = node switch
        {
            YamlText text => (text, null),
            YamlMap { Entries: [var only] } => (only.Key, only.Value),
            _ => (null, null),
        };
        if (name is null)
        {
            lints.Add(node, "expected a converter's name, { name: arguments }, or a list of them");
            return BrokenRule.Instance;
        }

        if (converters.Find(name.Value) is not { } converter)
        {
            Misspelt(name, given);
            return BrokenRule.Instance;
        }

        if (new ArgumentReader(lints).Read(converter, name, given) is not { } arguments)
            return BrokenRule.Instance;
        try
        {
            return new ConvertRule(from, arguments.Describe(converter), converter.Create(arguments), converter.Gives);
        }
        catch (FormatException wrong)
        {
            lints.Add(given ?? name, $"{converter.Name}: {wrong.Message}");
            return BrokenRule.Instance;
        }
    }

    /// <summary>An unknown converter. The arguments are checked as those of the one that was probably meant; what it lacks is said with it.</summary>
    private void Misspelt(YamlText name, YamlNode? given)
    {
        var meant = Nearest.To(name.Value, converters.Names) is { } near ? converters.Find(near) : null;
        var needs = given is null ? meant?.Parameters.FirstOrDefault(parameter => parameter.Required) : null;
        lints.Add(name, $"unknown converter '{name.Value}'{Lints.Hint(name.Value, converters.Names)}{(needs is null ? "" : $" It needs '{needs.Name}': {needs.Summary}")}");
        if (meant is not null && given is not null)
            new ArgumentReader(lints).Read(meant, name, given);
    }

    private Rule Choose(YamlMap map, Rule from)
    {
        var otherwise = map["otherwise"];
        if (map["choose"] is not { } node)
        {
            if (otherwise is not null)
                lints.Add(otherwise, "'otherwise' belongs to a 'choose'");
            return from;
        }

        if (node is not YamlMap { Entries.Count: > 0 } choices || choices.Entries.Any(entry => entry.Value is not YamlText))
        {
            lints.Add(node, "expected choose: { value: result, … } with single values");
            return Half(node, otherwise, from);
        }

        foreach (var (key, _) in choices.Entries)
        {
            if (key.Value.Length == 0)
                lints.Add(key, "an empty text is absent and never chosen; say what stands for it by absent: …");
            CheckKnown(from, key);
        }

        var results = choices.Entries.ToDictionary(entry => entry.Key.Value, entry => new ConstantRule((YamlText)entry.Value), StringComparer.Ordinal);
        var refuses = otherwise is null or YamlText { Value: "refuse" };
        Sites.Choose(choices, from is PathRule { Known: { } known } && known.All(results.ContainsKey) ? null : otherwise ?? choices, refuses);
        if (refuses)
            return new ChooseRule(from, results, null, otherwise ?? choices);
        return new ChooseRule(from, results, Constant(otherwise!), choices);
    }

    /// <summary>A choice of which only some entries can be read: for checking those.</summary>
    private ChooseRule Half(YamlNode node, YamlNode? otherwise, Rule from)
    {
        var entries = (node as YamlMap)?.Entries.Where(entry => entry.Value is YamlText) ?? [];
        return new ChooseRule(from, entries.ToDictionary(entry => entry.Key.Value, entry => new ConstantRule((YamlText)entry.Value), StringComparer.Ordinal),
            otherwise is null or YamlText { Value: "refuse" } ? null : Constant(otherwise), node);
    }

    /// <summary>One answer for all ways of being absent, or one by kind.</summary>
    private AbsentRule Absent(YamlNode node, Rule from)
    {
        var answers = new AbsentAnswer?[AbsentRule.Kinds.Count];
        switch (node)
        {
            case YamlText all:
                Array.Fill(answers, AbsentAnswer.Of(all));
                Sites.Absent(answers);
                return new AbsentRule(from, answers);
            case YamlMap { Entries.Count: > 0 } given when given.Entries.All(entry => entry.Value is YamlText):
                var map = Spelt(given, AbsentRule.Kinds, out _);
                for (var kind = 0; kind < answers.Length; kind++)
                    answers[kind] = map[AbsentRule.Kinds[kind]] is YamlText one ? AbsentAnswer.Of(one) : null;
                Sites.Absent(answers);
                return new AbsentRule(from, answers);
            default:
                lints.Add(node, $"expected absent: value, or absent: {{ missing: value, null: value, empty: value, initial: value }}, found {node.Noun}");
                return new AbsentRule(from, answers);
        }
    }

    /// <summary>Outwards it is known which states a canonical field can have.</summary>
    private void CheckKnown(Rule rule, YamlText value)
    {
        if (rule is PathRule { Known: { } known } && !value.IsNull && value.Value.Length > 0 && !known.Contains(value.Value))
            lints.Unknown(value, "state", value.Value, known);
    }
}
