using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Codes;
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

    public MoneySource? Money(YamlNode node, PathScope paths, FieldName field, Site site, params string[] further)
    {
        if (!TryPair(node, field, "amount", "currency", ["minor", .. further], out var amount, out var currency))
            return null;
        var minor = ((YamlMap)node)["minor"];
        if (minor is not (null or YamlText { Plain: true, Value: "true" or "false" }))
            lints.Add(minor, "'minor' is true or false");
        var number = Part<decimal>(amount, paths, field, site with { Part = "amount" }, Scalars.Decimal);
        var code = Part<string>(currency, paths, field, site with { Part = "currency" }, Scalars.Currency);
        return number is null || code is null ? null : new MoneySource(number, code, minor is YamlText { Value: "true" }, site);
    }

    public Source<Quantity>? Quantity(YamlNode node, PathScope paths, FieldName field, Site site)
    {
        if (!TryPair(node, field, "value", "unit", ["in", "units", "product", "round"], out var value, out var unit))
            return null;
        var number = Part<decimal>(value, paths, field, site with { Part = "value" }, Scalars.Decimal);
        var name = Part<string>(unit, paths, field, site with { Part = "unit" }, Scalars.Text);
        if (number is null || name is null)
            return null;
        var map = (YamlMap)node;
        var quantity = new QuantitySource(number, name, site);
        if (map["in"] is not null || map["units"] is not null)
            return Converted(map, quantity, paths, field, site);
        foreach (var alone in new[] { "product", "round" }.Where(map.Has))
            lints.Add(map[alone]!, $"'{alone}' belongs to 'in' and 'units'");
        return quantity;
    }

    private ConvertedQuantitySource? Converted(YamlMap map, QuantitySource quantity, PathScope paths, FieldName field, Site site)
    {
        foreach (var missing in new[] { "in", "units" }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{missing}' is missing: a unit is converted by {{ value: …, unit: …, in: EA, units: units.csv }}");
        if (map["in"] is not { } wanted || map["units"] is not { } units)
            return null;
        // The wanted unit is mostly the same for all records, so a text alone is the unit itself, not a path.
        var rule = wanted is YamlText { IsNull: false, Value.Length: > 0 } text ? new ConstantRule(text) : rules.Rule(wanted, paths);
        var unit = rule is null ? null : Typed<string>(wanted, rule, field, site with { Part = "in" }, Scalars.Text);
        var product = map["product"] is { } path ? Part<string>(path, paths, field, site with { Part = "product" }, Scalars.Text) : null;
        var table = rules.Tables.Units(units);
        var right = TryDigits(map["round"], out var digits);
        return unit is null || table is null || !right || (map.Has("product") && product is null) ? null : new ConvertedQuantitySource(quantity, unit, table, product, digits, site);
    }

    /// <summary>An amount in another currency, for an attribute.</summary>
    private ExchangedMoneySource? Exchanged(YamlMap map, PathScope paths, Site site)
    {
        var field = new FieldName(site.Field, "money");
        var money = Money(map, paths, field, site, "to", "rates", "on", "round", "maxAge");
        foreach (var missing in new[] { "to", "rates", "on" }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{missing}' is missing: an amount is exchanged by {{ amount: …, currency: …, to: JPY, rates: ecb.csv, on: … }}");
        if (map["to"] is not { } wanted || map["rates"] is not { } rates || map["on"] is not { } day)
            return null;
        var to = (wanted as YamlText)?.Value ?? "";
        var currency = Currencies.Find(to);
        if (currency is null)
            lints.Add(wanted, $"'{to}' is {Currencies.NotOne}{(Nearest.To(to, Currencies.Codes) is { } near ? $"; did you mean '{near}'?" : "")}");
        var on = Part<DateOnly>(day, paths, new FieldName(site.Field, "a date"), site with { Part = "on" }, Scalars.Date);
        var table = rules.Tables.Rates(rates);
        var right = TryDigits(map["round"], out var digits);
        var age = map["maxAge"] is YamlText { Value: var days } ? days : "7";
        if (!int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var maxAge) || maxAge > 366 || map["maxAge"] is not (null or YamlText))
        {
            lints.Add(map["maxAge"]!, "'maxAge' must be a whole number of days, 0 to 366");
            return null;
        }

        return money is null || currency is null || on is null || table is null || !right
            ? null
            : new ExchangedMoneySource(money, on, currency, table, digits ?? currency.MinorUnits ?? 2, maxAge, site);
    }

    private bool TryDigits(YamlNode? node, out int? digits)
    {
        digits = null;
        if (node is null)
            return true;
        if (node is YamlText { Value: var text } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 28)
        {
            digits = number;
            return true;
        }

        lints.Add(node, "'round' must be the number of digits after the point, 0 to 28");
        return false;
    }

    /// <summary>A reference; the owner is the entity the field belongs to: a customer's parent is a customer.</summary>
    public ReferenceSource? Reference(YamlNode node, PathScope paths, CanonicalField field, Site site, string owner)
    {
        var entity = field.ReferencedEntity(owner);
        if (node is YamlMap given && !rules.CheckKeys(given, ["ref", "key", "system", .. RuleCompiler.Steps]))
            return null;
        if (node is not YamlMap map || !map.Has("ref") || !map.Has("key"))
        {
            lints.Add(node, $"'{field.Name}' is a reference: write {{ ref: {entity}, key: {((node as YamlText)?.Value is { Length: > 0 } path ? path : "…")} }}");
            return null;
        }

        if (map["ref"] is not YamlText name || name.Value != entity)
            lints.Add(map["ref"]!, $"'{field.Name}' refers to {Words.A(entity)}{((map["ref"] as YamlText)?.Value is { } other ? $", not to '{other}'" : "")}; write ref: {entity}");
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
            var site = rules.Site(value, $"{place}.{key.Value}");
            if (value is YamlMap money && money.Has("amount"))
            {
                if (Exchanged(money, paths, site) is { } exchanged)
                    attributes.Add((key.Value, exchanged));
            }
            else if (rules.Rule(value, paths) is { } rule)
            {
                rules.Sites.Field(site, value);
                attributes.Add((key.Value, new RuleSource<JsonNode>(rule, JsonValues.Read, site)));
            }
        }

        return new AttributesSource([.. attributes]);
    }

    private bool TryPair(YamlNode node, FieldName field, string first, string second, string[] further, out YamlNode one, out YamlNode other)
    {
        one = other = node;
        if (node is not YamlMap map)
        {
            lints.Add(node, $"'{field.Name}' is {field.Noun}: write {{ {first}: {((node as YamlText)?.Value is { Length: > 0 } path ? path : "…")}, {second}: … }}");
            return false;
        }

        if (!rules.CheckKeys(map, [first, second, .. further]))
            return false;
        foreach (var missing in new[] { first, second }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{field.Name}' is {field.Noun}; its {missing} is missing: add a field ({missing}: …){(missing is "currency" or "unit" ? $" or a constant ({missing}: {{ value: {(missing == "unit" ? "EA" : "EUR")} }})" : "")}");
        if (map[first] is not { } left || map[second] is not { } right)
            return false;
        (one, other) = (left, right);
        return true;
    }

    private Source<T>? Part<T>(YamlNode node, PathScope paths, FieldName field, Site site, ScalarReader<T> read) =>
        rules.Rule(node, paths) is { } rule ? Typed(node, rule, field, site, read) : null;

    /// <summary>Checks what is known before any record: constants, and the type the rule gives.</summary>
    private Source<T>? Typed<T>(YamlNode node, Rule rule, FieldName field, Site site, ScalarReader<T> read)
    {
        var wrong = false;
        foreach (var constant in rule.Constants)
        {
            var value = constant.Value;
            if (value.Kind is ValueKind.Absent || read(in value, texts, out _) is not { } cause)
                continue;
            wrong = true;
            if (typeof(T).IsEnum)
                lints.Unknown(constant.Node, $"state of '{field.Name}'", constant.Node.Value, field.States);
            else
                lints.Add(constant.Node, $"'{constant.Node.Value}' for '{field.Name}': {cause}{(Nearest.To(constant.Node.Value, Scalars.Known(cause)) is { } near ? $"; did you mean '{near}'?" : "")}");
        }

        if (wrong)
            return null;
        if (!Takes(typeof(T), rule.Gives))
        {
            var hint = typeof(T) == typeof(DateTimeOffset) && rule.Gives is RuleType.Date ? "; say which moment of it by 'instant' and a zone"
                : typeof(T) == typeof(string) ? "; take the converter out, or write 'text' behind it"
                : Usual(typeof(T)) is { } usual ? $"; it takes a converter such as '{usual}'" : "";
            lints.Add(node, $"'{field.Name}' is {field.Noun}, but the rule gives {Words.Of(rule.Gives)}{hint}");
            return null;
        }

        rules.Sites.Field(site, node);
        if (rule is not ConstantRule only)
            return new RuleSource<T>(rule, read, site);
        var given = only.Value;
        return given.Kind is not ValueKind.Absent && read(in given, texts, out var fixedValue) is null
            ? new ConstantSource<T>(fixedValue, only, site)
            : new RuleSource<T>(rule, read, site);
    }

    /// <summary>The converter most people want for a type.</summary>
    private static string? Usual(Type type) =>
        type == typeof(decimal) ? "decimal" : type == typeof(int) ? "integer" : type == typeof(bool) ? "yes-no" : type == typeof(DateOnly) ? "date-format" : type == typeof(DateTimeOffset) ? "instant" : null;

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
