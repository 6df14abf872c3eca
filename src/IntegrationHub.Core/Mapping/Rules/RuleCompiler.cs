using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Tables;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>Compiles the forms that give one value; the same inwards and outwards. Every method returns null after telling what is wrong.</summary>
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
    public Rule? Rule(YamlNode node, PathScope paths)
    {
        if (node is not YamlMap map)
            return paths.Value(node);
        return CheckKeys(map, Keys) && Beginning(map, paths) is { } rule ? Following(map, rule) : null;
    }

    /// <summary>The steps after a beginning: <c>as</c>, then <c>choose</c>, then <c>absent</c>.</summary>
    public Rule? Following(YamlMap map, Rule rule)
    {
        var converted = map["as"] is { } converters ? Convert(converters, rule) : rule;
        var chosen = converted is null ? null : Choose(map, converted);
        return chosen is null || map["absent"] is not { } absent ? chosen : Absent(absent, chosen);
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

    /// <summary>False, with a lint each, when there are keys of no meaning here: what is missing may then be what they were meant for.</summary>
    public bool CheckKeys(YamlMap map, IReadOnlyCollection<string> known)
    {
        var unknown = map.Entries.Select(entry => entry.Key).Where(key => !known.Contains(key.Value)).ToList();
        foreach (var key in unknown)
            lints.Unknown(key, "key", key.Value, known);
        return unknown.Count == 0;
    }

    private Rule? Beginning(YamlMap map, PathScope paths)
    {
        var given = map.Entries.Where(entry => Beginnings.Contains(entry.Key.Value)).ToList();
        if (given.Count != 1)
        {
            lints.Add(given.Count == 0 ? map : given[1].Key, $"a rule needs exactly one of {string.Join(", ", Beginnings)}; found {given.Count}");
            return null;
        }

        var (key, value) = given[0];
        return key.Value switch
        {
            "from" => paths.Value(value),
            "value" => Constant(value),
            "first" => Several(value, paths) is { } rules ? new FirstRule(rules) : null,
            _ => Join(value, paths),
        };
    }

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

        var rules = list.Items.Select(item => Rule(item, paths)).ToList();
        return rules.Contains(null) ? null : [.. rules.OfType<Rule>()];
    }

    private JoinRule? Join(YamlNode node, PathScope paths)
    {
        if (node is not YamlMap map)
        {
            lints.Add(node, $"expected join: {{ of: [a, b], with: \" \" }}, found {node.Noun}");
            return null;
        }

        if (!CheckKeys(map, ["of", "with"]))
            return null;
        if (map["with"] is not (null or YamlText))
            lints.Add(map["with"]!, $"expected the text between the parts, found {map["with"]!.Noun}");
        if (map["of"] is not { } of)
        {
            lints.Add(map, "'of' is missing: the list of what to join");
            return null;
        }

        return Several(of, paths) is { } rules ? new JoinRule(rules, (map["with"] as YamlText)?.Value ?? "") : null;
    }

    private Rule? Convert(YamlNode node, Rule from)
    {
        var rule = from;
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            if (rule is null)
                return null;
            rule = ConvertOnce(item, rule);
        }

        return rule;
    }

    private ConvertRule? ConvertOnce(YamlNode node, Rule from)
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
            return null;
        }

        if (converters.Find(name.Value) is not { } converter)
        {
            lints.Unknown(name, "converter", name.Value, converters.Names);
            return null;
        }

        if (new ArgumentReader(lints).Read(converter, name, given) is not { } arguments)
            return null;
        try
        {
            return new ConvertRule(from, arguments.Describe(converter), converter.Create(arguments), converter.Gives);
        }
        catch (FormatException wrong)
        {
            lints.Add(given ?? name, $"{converter.Name}: {wrong.Message}");
            return null;
        }
    }

    private Rule? Choose(YamlMap map, Rule from)
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
            return null;
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
        return Constant(otherwise!) is { } rest ? new ChooseRule(from, results, rest, choices) : null;
    }

    /// <summary>One answer for all ways of being absent, or one by kind.</summary>
    private AbsentRule? Absent(YamlNode node, Rule from)
    {
        var answers = new AbsentAnswer?[AbsentRule.Kinds.Count];
        switch (node)
        {
            case YamlText all:
                Array.Fill(answers, AbsentAnswer.Of(all));
                Sites.Absent(answers);
                return new AbsentRule(from, answers);
            case YamlMap { Entries.Count: > 0 } map when map.Entries.All(entry => entry.Value is YamlText):
                if (!CheckKeys(map, AbsentRule.Kinds))
                    return null;
                for (var kind = 0; kind < answers.Length; kind++)
                    answers[kind] = map[AbsentRule.Kinds[kind]] is YamlText one ? AbsentAnswer.Of(one) : null;
                Sites.Absent(answers);
                return new AbsentRule(from, answers);
            default:
                lints.Add(node, $"expected absent: value, or absent: {{ missing: value, null: value, empty: value, initial: value }}, found {node.Noun}");
                return null;
        }
    }

    /// <summary>Outwards it is known which states a canonical field can have.</summary>
    private void CheckKnown(Rule rule, YamlText value)
    {
        if (rule is PathRule { Known: { } known } && !value.IsNull && value.Value.Length > 0 && !known.Contains(value.Value))
            lints.Unknown(value, "state", value.Value, known);
    }
}
