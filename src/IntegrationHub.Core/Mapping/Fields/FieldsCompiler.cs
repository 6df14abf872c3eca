using System.Reflection;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>Binds the <c>fields</c> of an inward mapping to the setters of a canonical type. Tells everything that is wrong, not the first.</summary>
internal sealed class FieldsCompiler(Lints lints, RuleCompiler rules)
{
    private readonly SourceCompiler sources = new(lints, rules);

    /// <summary>Compiles the fields of one canonical type.</summary>
    /// <param name="node">Field names to rules.</param>
    /// <param name="paths">What the rules' paths are looked up in.</param>
    /// <param name="place">What stands before the field's name in messages: <c>lines[].</c></param>
    /// <param name="further">Fields bound from elsewhere.</param>
    /// <returns>As much as could be compiled; only to be used when there are no lints.</returns>
    public FieldSet<T> Compile<T>(YamlNode node, PathScope paths, string place, IEnumerable<Field<T>> further) where T : class
    {
        var known = CanonicalField.Of(typeof(T));
        var fields = new List<Field<T>>(further);
        if (node is not YamlMap map)
        {
            lints.Add(node, $"expected fields of {Words.Of(typeof(T))} with their rules, found {node.Noun}");
            return new FieldSet<T>(Setter.New<T>(), []);
        }

        foreach (var (key, value) in map.Entries)
        {
            if (key.Value == "key" && typeof(T).IsSubclassOf(typeof(CanonicalRecord)))
                lints.Add(key, "the key of a record comes from its source; take 'key' out");
            else if (!known.TryGetValue(key.Value, out var field))
                lints.Unknown(key, $"field of {Words.Of(typeof(T))}", key.Value, known.Keys.Where(name => name != "key"));
            else if (Bind<T>(field, value, paths, place + field.Name) is { } bound)
                fields.Add(bound);
        }

        var misspelt = map.Entries.Select(entry => entry.Key.Value).Where(name => !known.ContainsKey(name)).Select(name => Nearest.To(name, known.Keys)).ToHashSet();
        foreach (var missing in known.Values.Where(field => field.Required && field.Name != "key" && !map.Has(field.Name) && !misspelt.Contains(field.Name)))
            lints.Add(map, $"'{missing.Name}' is missing: {Words.A(Words.Of(typeof(T)))} needs it");
        return new FieldSet<T>(Setter.New<T>(), [.. fields]);
    }

    /// <summary>Binds one field; null after telling why not.</summary>
    public Field<T>? Bind<T>(CanonicalField field, YamlNode node, PathScope paths, string place)
    {
        var site = rules.Site(node, place);
        if (field.Item is { } item)
            return Generic<Field<T>>(nameof(List), [typeof(T), item], field, node, paths, site);
        if (field.Type.IsEnum)
            return Generic<Field<T>>(nameof(State), [typeof(T), field.Type], field, node, paths, site);
        return field.Type switch
        {
            var type when type == typeof(string) => Object<T, string>(field, site, sources.Scalar<string>(node, paths, field, site, Scalars.TextOf(field.Name))),
            var type when type == typeof(bool) => Boolean<T>(field, site, sources.Scalar<bool>(node, paths, field, site, Scalars.Boolean)),
            var type when type == typeof(int) => Value<T, int>(field, site, sources.Scalar<int>(node, paths, field, site, Scalars.Integer)),
            var type when type == typeof(decimal) => Value<T, decimal>(field, site, sources.Scalar<decimal>(node, paths, field, site, Scalars.Decimal)),
            var type when type == typeof(DateOnly) => Value<T, DateOnly>(field, site, sources.Scalar<DateOnly>(node, paths, field, site, Scalars.Date)),
            var type when type == typeof(DateTimeOffset) => Value<T, DateTimeOffset>(field, site, sources.Scalar<DateTimeOffset>(node, paths, field, site, Scalars.Instant)),
            var type when type == typeof(Money) => Value<T, Money>(field, site, sources.Money(node, paths, field, site)),
            var type when type == typeof(Quantity) => Value<T, Quantity>(field, site, sources.Quantity(node, paths, field, site)),
            var type when type == typeof(RecordKey) => Object<T, RecordKey>(field, site, sources.Reference(node, paths, field, site, Words.Of(typeof(T)))),
            var type when type == typeof(JsonObject) => Object<T, JsonObject>(field, site, sources.Attributes(node, paths, place)),
            _ => throw new NotSupportedException($"{typeof(T)}.{field.Property.Name}: mappings cannot fill a {field.Type}."),
        };
    }

    private static Field<T>? Object<T, TValue>(CanonicalField field, Site site, Source<TValue>? source) where TValue : class =>
        source is null ? null : new ObjectField<T, TValue>(site, field.Required, Setter.Of<T, TValue?>(field.Property), source);

    private static Field<T>? Value<T, TValue>(CanonicalField field, Site site, Source<TValue>? source) where TValue : struct =>
        source is null ? null : new ValueField<T, TValue>(site, field.Required, Setter.Of<T, TValue?>(field.Property), source);

    private static Field<T>? Boolean<T>(CanonicalField field, Site site, Source<bool>? source) =>
        source is null || field.Property.PropertyType != typeof(bool)
            ? Value<T, bool>(field, site, source)
            : new FlagField<T>(site, Setter.Of<T, bool>(field.Property), source);

    private Field<T>? State<T, TEnum>(CanonicalField field, YamlNode node, PathScope paths, Site site) where TEnum : struct, Enum =>
        Value<T, TEnum>(field, site, sources.Scalar<TEnum>(node, paths, field, site, EnumNames<TEnum>.Read));

    private Field<T>? List<T, TItem>(CanonicalField field, YamlNode node, PathScope paths, Site site) where TItem : class =>
        Object<T, IReadOnlyList<TItem>>(field, site, node switch
        {
            YamlMap map => Each<TItem>(map, paths, site),
            YamlList list => Entries<TItem>(list, paths, site),
            _ => NoList<TItem>(field, node),
        });

    private EachSource<TItem>? Each<TItem>(YamlMap map, PathScope paths, Site site) where TItem : class
    {
        if (!rules.CheckKeys(map, ["each", "fields", "only"]))
            return null;
        foreach (var missing in new[] { "each", "fields" }.Where(key => !map.Has(key)))
            lints.Add(map, $"'{missing}' is missing: a list is written {{ each: path, fields: … }}");
        if (map["each"] is not { } each || map["fields"] is not { } fields || paths.Each(each) is not var (list, element))
            return null;
        return new EachSource<TItem>(list, ((YamlText)each).Value, Compile<TItem>(fields, element, $"{site.Field}[].", []), rules.Only(map["only"], element, $"{site.Field}[]."), site);
    }

    private EntriesSource<TItem> Entries<TItem>(YamlList list, PathScope paths, Site site) where TItem : class =>
        new([.. list.Items.Select((item, index) => Compile<TItem>(item, paths, FormattableString.Invariant($"{site.Field}[{index}]."), []))], site);

    private Source<IReadOnlyList<TItem>>? NoList<TItem>(CanonicalField field, YamlNode node)
    {
        lints.Add(node, $"'{field.Name}' is a list: write {{ each: {((node as YamlText)?.Value is { Length: > 0 } path ? path : "path")}, fields: … }}, or a list of entries");
        return null;
    }

    /// <summary>Calls one of the generic methods above with types known only now.</summary>
    private TResult? Generic<TResult>(string method, Type[] types, params object[] arguments) where TResult : class =>
        (TResult?)typeof(FieldsCompiler)
            .GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(types)
            .Invoke(this, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
