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

    private readonly UnknownField unknown = new(rules);

    public Source<T>? Scalar<T>(YamlNode node, PathScope paths, CanonicalField field, Site site, ScalarReader<T> read)
    {
        if (node is YamlList)
        {
            lints.Add(node, $"'{field.Name}' is {field.Noun}, not a list");
            unknown.Check(node, paths);
            return null;
        }

        return Part(node, paths, field, site, read);
    }

    public MoneySource? Money(YamlNode node, PathScope paths, FieldName field, Site site, params string[] further)
    {
        if (Pair(node, paths, field, "amount", "currency", ["minor", .. further]) is not { } map)
            return null;
        var minor = map["minor"];
        if (minor is not (null or YamlText { Plain: true, Value: "true" or "false" }))
            lints.Add(minor, "'minor' is true or false");
        var number = Part<decimal>(map["amount"], paths, field, site with { Part = "amount" }, Scalars.Decimal);
        var code = Part<string>(map["currency"], paths, field, site with { Part = "currency" }, Scalars.Currency);
        return number is null || code is null ? null : new MoneySource(number, code, minor is YamlText { Value: "true" }, site);
    }

    public Source<Quantity>? Quantity(YamlNode node, PathScope paths, FieldName field, Site site)
    {
        if (Pair(node, paths, field, "value", "unit", ["in", "units", "product", "round"]) is not { } map)
            return null;
        var number = Part<decimal>(map["value"], paths, field, site with { Part = "value" }, Scalars.Decimal);
        var name = Part<string>(map["unit"], paths, field, site with { Part = "unit" }, Scalars.Text);
        var quantity = number is null || name is null ? null : new QuantitySource(number, name, site);
        if (map["in"] is not null || map["units"] is not null)
            return Converted(map, quantity, paths, field, site);
        foreach (var alone in new[] { "product", "round" }.Where(map.Has))
            lints.Add(map[alone]!, $"'{alone}' belongs to 'in' and 'units'");
        return quantity;
    }

    private ConvertedQuantitySource? Converted(YamlMap map, QuantitySource? quantity, PathScope paths, FieldName field, Site site)
    {
        foreach (var missing in new[] { "in", "units" }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{missing}' is missing: a unit is converted by {{ value: …, unit: …, in: EA, units: units.csv }}");
        // The wanted unit is mostly the same for all records, so a text alone is the unit itself, not a path.
        var unit = map["in"] switch
        {
            null => null,
            YamlText { IsNull: false, Value.Length: > 0 } text => Typed<string>(text, new ConstantRule(text), field, site with { Part = "in" }, Scalars.Text),
            var wanted => Part<string>(wanted, paths, field, site with { Part = "in" }, Scalars.Text),
        };
        var product = Part<string>(map["product"], paths, field, site with { Part = "product" }, Scalars.Text);
        var table = map["units"] is { } units ? rules.Tables.Units(units) : null;
        var right = TryDigits(map["round"], out var digits);
        return quantity is null || unit is null || table is null || !right || (map.Has("product") && product is null) ? null : new ConvertedQuantitySource(quantity, unit, table, product, digits, site);
    }

    /// <summary>An amount in another currency, for an attribute.</summary>
    private ExchangedMoneySource? Exchanged(YamlMap map, PathScope paths, Site site)
    {
        var field = new FieldName(site.Field, "money");
        var money = Money(map, paths, field, site, "to", "rates", "on", "round", "maxAge");
        foreach (var missing in new[] { "to", "rates", "on" }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{missing}' is missing: an amount is exchanged by {{ amount: …, currency: …, to: JPY, rates: ecb.csv, on: … }}");
        var to = (map["to"] as YamlText)?.Value ?? "";
        var currency = Currencies.Find(to);
        if (currency is null && map["to"] is { } wanted)
            lints.Add(wanted, $"'{to}' is {Currencies.NotOne}{(Currencies.Meant(to) is { } near ? $"; did you mean '{near}'?" : "")}");
        var on = Part<DateOnly>(map["on"], paths, new FieldName(site.Field, "a date"), site with { Part = "on" }, Scalars.Date);
        var table = map["rates"] is { } rates ? rules.Tables.Rates(rates) : null;
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
        if (node is not YamlMap given || IsRule(given, ["ref", "key", "system"]))
        {
            Reshape(node, paths, $"'{field.Name}' is a reference: write {{ ref: {entity}, key: {PathIn(node)} }}");
            return null;
        }

        var map = rules.Spelt(given, ["ref", "key", "system", .. RuleCompiler.Steps], out var lost);
        if ((!map.Has("ref") || !map.Has("key")) && lost.Count == 0)
            lints.Add(node, $"'{field.Name}' is a reference: write {{ ref: {entity}, key: {((map["key"] as YamlText)?.Value is { Length: > 0 } path ? path : "…")} }}");
        if (map["ref"] is { } referred && (referred as YamlText)?.Value != entity)
            lints.Add(referred, $"'{field.Name}' refers to {Words.A(entity)}{((referred as YamlText)?.Value is { } other ? $", not to '{other}'" : "")}; write ref: {entity}");
        if (map["system"] is not (null or YamlText { Value.Length: > 0 }))
            lints.Add(map["system"]!, "'system' must be the name of a connection");
        var key = map["key"] is { } from ? rules.Rule(from, paths) : BrokenRule.Instance;
        return Typed<string>(map["key"] ?? map, rules.Following(map, key), field, site, Scalars.Text) is { } id
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
            else
            {
                var rule = rules.Rule(value, paths);
                rules.Sites.Field(site, value);
                attributes.Add((key.Value, new RuleSource<JsonNode>(rule, JsonValues.Read, site)));
            }
        }

        return new AttributesSource([.. attributes]);
    }

    /// <summary>The parts of a value that needs two. Null after telling that it is written as one.</summary>
    private YamlMap? Pair(YamlNode node, PathScope paths, FieldName field, string first, string second, string[] further)
    {
        string[] known = [first, second, .. further];
        if (node is not YamlMap given || IsRule(given, known))
        {
            Reshape(node, paths, $"'{field.Name}' is {field.Noun}: write {{ {first}: {PathIn(node)}, {second}: … }}");
            return null;
        }

        var map = rules.Spelt(given, known, out var lost);
        foreach (var missing in new[] { first, second }.Where(key => !map.Has(key) && lost.Count == 0))
            lints.Add(map, $"'{field.Name}' is {field.Noun}; its {missing} is missing: add a field ({missing}: …){(missing is "currency" or "unit" ? $" or a constant ({missing}: {{ value: {(missing == "unit" ? "EA" : "EUR")} }})" : "")}");
        return map;
    }

    /// <summary>Tells that a rule has the wrong form for its field, and checks what is written there all the same.</summary>
    private void Reshape(YamlNode node, PathScope paths, string message)
    {
        lints.Add(node, message);
        if (node is not YamlText { IsNull: true } and not YamlText { Value: "" })
            unknown.Check(node, paths);
    }

    /// <summary>It has the keys of a rule that gives one value, and none of its field's own.</summary>
    private static bool IsRule(YamlMap map, IReadOnlyCollection<string> own) =>
        map.Entries.Any(entry => RuleCompiler.Keys.Contains(entry.Key.Value)) && !map.Entries.Any(entry => own.Contains(entry.Key.Value) || Nearest.To(entry.Key.Value, own) is not null);

    private static string PathIn(YamlNode node) => (node as YamlText ?? (node as YamlMap)?["from"] as YamlText)?.Value is { Length: > 0 } path ? path : "…";

    private Source<T>? Part<T>(YamlNode? node, PathScope paths, FieldName field, Site site, ScalarReader<T> read) =>
        node is null ? null : Typed(node, rules.Rule(node, paths), field, site, read);

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
                lints.Add(constant.Node, $"'{constant.Node.Value}' for '{field.Name}': {cause}{(Scalars.Meant(constant.Node.Value, cause) is { } near ? $"; did you mean '{near}'?" : "")}");
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
