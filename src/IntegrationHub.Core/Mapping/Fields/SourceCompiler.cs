using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>Compiles the rule of one field to a typed source. Every method returns null after telling what is wrong.</summary>
internal sealed class SourceCompiler(Lints lints, RuleCompiler rules)
{
    private readonly TextCache texts = new();

    public Source<T>? Scalar<T>(YamlNode node, PathScope paths, CanonicalField field, Site site, ScalarReader<T> read)
    {
        if (node is YamlList)
        {
            lints.Add(node, $"'{field.Name}' is {field.Noun}, not a list");
            return null;
        }

        return rules.Rule(node, paths) is { } rule ? Typed(node, rule, field, site, read) : null;
    }

    public MoneySource? Money(YamlNode node, PathScope paths, CanonicalField field, Site site)
    {
        if (!TryPair(node, field, "amount", "currency", out var amount, out var currency))
            return null;
        var number = Part<decimal>(amount, paths, field, site with { Part = "amount" }, Scalars.Decimal);
        var code = Part<string>(currency, paths, field, site with { Part = "currency" }, Scalars.Currency);
        return number is null || code is null ? null : new MoneySource(number, code, site);
    }

    public QuantitySource? Quantity(YamlNode node, PathScope paths, CanonicalField field, Site site)
    {
        if (!TryPair(node, field, "value", "unit", out var value, out var unit))
            return null;
        var number = Part<decimal>(value, paths, field, site with { Part = "value" }, Scalars.Decimal);
        var name = Part<string>(unit, paths, field, site with { Part = "unit" }, Scalars.Text);
        return number is null || name is null ? null : new QuantitySource(number, name, site);
    }

    /// <summary>A reference; the owner is the entity the field belongs to: a customer's parent is a customer.</summary>
    public ReferenceSource? Reference(YamlNode node, PathScope paths, CanonicalField field, Site site, string owner)
    {
        var entity = field.ReferencedEntity(owner);
        if (node is YamlMap given && !rules.CheckKeys(given, ["ref", "key", "system", .. RuleCompiler.Steps]))
            return null;
        if (node is not YamlMap map || !map.Has("ref") || !map.Has("key"))
        {
            lints.Add(node, $"'{field.Name}' is a reference: write {{ ref: {entity}, key: … }}");
            return null;
        }

        if (map["ref"] is not YamlText name || name.Value != entity)
            lints.Add(map["ref"]!, $"'{field.Name}' refers to {entity}; write ref: {entity}");
        if (map["system"] is not (null or YamlText { Value.Length: > 0 }))
            lints.Add(map["system"]!, "'system' must be the name of a connection");
        if (rules.Rule(map["key"]!, paths) is not { } key || rules.Following(map, key) is not { } rule)
            return null;
        return Typed<string>(map["key"]!, rule, field, site, Scalars.Text) is { } id
            ? new ReferenceSource(id, entity, (map["system"] as YamlText)?.Value, site)
            : null;
    }

    public AttributesSource? Attributes(YamlNode node, PathScope paths, string place)
    {
        if (node is not YamlMap { Entries.Count: > 0 } map)
        {
            lints.Add(node, $"expected attributes by name with their rules, found {node.Noun}");
            return null;
        }

        var attributes = new List<(string, Source<JsonNode>)>();
        foreach (var (key, value) in map.Entries)
        {
            if (rules.Rule(value, paths) is { } rule)
                attributes.Add((key.Value, new RuleSource<JsonNode>(rule, JsonValues.Read, rules.Site(value, $"{place}.{key.Value}"))));
        }

        return new AttributesSource([.. attributes]);
    }

    private bool TryPair(YamlNode node, CanonicalField field, string first, string second, out YamlNode one, out YamlNode other)
    {
        one = other = node;
        if (node is not YamlMap map)
        {
            lints.Add(node, $"'{field.Name}' is {field.Noun}: write {{ {first}: {((node as YamlText)?.Value is { Length: > 0 } path ? path : "…")}, {second}: … }}");
            return false;
        }

        if (!rules.CheckKeys(map, [first, second]))
            return false;
        foreach (var missing in new[] { first, second }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{field.Name}' is {field.Noun}; its {missing} is missing");
        if (map[first] is not { } left || map[second] is not { } right)
            return false;
        (one, other) = (left, right);
        return true;
    }

    private Source<T>? Part<T>(YamlNode node, PathScope paths, CanonicalField field, Site site, ScalarReader<T> read) =>
        rules.Rule(node, paths) is { } rule ? Typed(node, rule, field, site, read) : null;

    /// <summary>Checks what is known before any record: constants, and the type the rule gives.</summary>
    private Source<T>? Typed<T>(YamlNode node, Rule rule, CanonicalField field, Site site, ScalarReader<T> read)
    {
        var wrong = false;
        foreach (var constant in rule.Constants)
        {
            var value = constant.Value;
            if (value.Kind is ValueKind.Absent || read(in value, texts, out _) is not { } cause)
                continue;
            wrong = true;
            if (typeof(T).IsEnum)
                lints.Unknown(constant.Node, $"state of '{field.Name}'", constant.Node.Value, field.States!);
            else
                lints.Add(constant.Node, $"'{constant.Node.Value}' for '{field.Name}': {cause}");
        }

        if (wrong)
            return null;
        if (!Takes(typeof(T), rule.Gives))
        {
            var hint = typeof(T) == typeof(DateTimeOffset) && rule.Gives is RuleType.Date ? "; say which moment of it by 'instant' and a zone" : "";
            lints.Add(node, $"'{field.Name}' is {field.Noun}, but the rule gives {Words.Of(rule.Gives)}{hint}");
            return null;
        }

        if (rule is not ConstantRule only)
            return new RuleSource<T>(rule, read, site);
        var given = only.Value;
        return given.Kind is not ValueKind.Absent && read(in given, texts, out var fixedValue) is null
            ? new ConstantSource<T>(fixedValue, only, site)
            : new RuleSource<T>(rule, read, site);
    }

    private static bool Takes(Type type, RuleType gives) => gives switch
    {
        RuleType.Any or RuleType.Text => true,
        RuleType.Number => type == typeof(string) || type == typeof(int) || type == typeof(decimal),
        RuleType.Boolean => type == typeof(bool),
        RuleType.Date => type == typeof(DateOnly),
        RuleType.Instant => type == typeof(DateTimeOffset),
        RuleType.DateOrInstant => type == typeof(DateOnly) || type == typeof(DateTimeOffset),
        _ => false,
    };
}
