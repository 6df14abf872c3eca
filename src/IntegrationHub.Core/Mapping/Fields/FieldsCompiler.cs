using System.Reflection;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>Binds the <c>fields</c> of an inward mapping to the setters of a canonical type. Tells everything that is wrong, not the first.</summary>
/// <param name="lints">Gets what is wrong.</param>
/// <param name="rules">Compiles the rules.</param>
/// <param name="isPart">What is missing may stand in a base that could not be read.</param>
internal sealed class FieldsCompiler(Lints lints, RuleCompiler rules, bool isPart)
{
    private static readonly string[] ListKeys = ["each", "fields", "only"];

    private readonly SourceCompiler sources = new(lints, rules);
    private readonly UnknownField unknown = new(rules);

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
            else if (FieldOf<T>(key, known) is not { } field)
                unknown.Check(value, paths);
            else if (Bind<T>(field, value, paths, place + field.Name) is { } bound)
                fields.Add(bound);
        }

        if (isPart)
            return new FieldSet<T>(Setter.New<T>(), [.. fields]);
        var misspelt = map.Entries.Select(entry => entry.Key.Value).Where(name => !known.ContainsKey(name)).Select(name => Nearest.To(name, known.Keys)).ToHashSet();
        foreach (var missing in known.Values.Where(field => field.Required && field.Name != "key" && !map.Has(field.Name) && !misspelt.Contains(field.Name)))
            lints.Add(map, $"'{missing.Name}' is missing: {Words.A(Words.Of(typeof(T)))} needs it");
        return new FieldSet<T>(Setter.New<T>(), [.. fields]);
    }

    /// <summary>The field of a name; of a misspelt one that which was probably meant, so that its rule is checked as well; null when none is near.</summary>
    private CanonicalField? FieldOf<T>(YamlText key, IReadOnlyDictionary<string, CanonicalField> known)
    {
        if (known.TryGetValue(key.Value, out var field))
            return field;
        var names = known.Keys.Where(name => name != "key").ToList();
        lints.Unknown(key, $"field of {Words.Of(typeof(T))}", key.Value, names);
        return Nearest.To(key.Value, names) is { } near ? known[near] : null;
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
            YamlMap map when IsEntry<TItem>(map) => NoEach<TItem>(field, map, paths, site),
            YamlMap map when !ListKeys.Any(key => Says(map, key)) && RuleCompiler.Beginnings.Any(map.Has) => NoList<TItem>(field, map, paths),
            YamlMap map => Each<TItem>(map, paths, site),
            YamlList list => Entries<TItem>(list, paths, site),
            _ => NoList<TItem>(field, node, paths),
        });

    private EachSource<TItem> Each<TItem>(YamlMap given, PathScope paths, Site site) where TItem : class
    {
        var map = rules.Spelt(given, ListKeys, out var lost);
        foreach (var missing in new[] { "each", "fields" }.Where(key => !map.Has(key) && lost.Count == 0 && !isPart))
            lints.Add(map, $"'{missing}' is missing: a list is written {{ each: path, fields: … }}");
        var (list, element) = map["each"] is { } each ? paths.Each(each) : (default, paths.Unknown());
        var fields = map["fields"] is { } node ? Compile<TItem>(node, element, $"{site.Field}[].", []) : new FieldSet<TItem>(Setter.New<TItem>(), []);
        return new EachSource<TItem>(list, (map["each"] as YamlText)?.Value ?? "", fields, rules.Only(map["only"], element, $"{site.Field}[]."), site);
    }

    /// <summary>The fields of an entry stand where a list is wanted.</summary>
    private static bool IsEntry<TItem>(YamlMap map) =>
        !ListKeys.Any(key => Says(map, key)) && CanonicalField.Of(typeof(TItem)) is var known && map.Entries.Any(entry => known.ContainsKey(entry.Key.Value));

    private static bool Says(YamlMap map, string key) => map.Entries.Any(entry => entry.Key.Value == key || Nearest.To(entry.Key.Value, ListKeys) == key);

    private EntriesSource<TItem>? NoEach<TItem>(CanonicalField field, YamlMap map, PathScope paths, Site site) where TItem : class
    {
        var inside = string.Join(", ", map.Entries.Take(2).Select(entry => $"{entry.Key.Value}: {(entry.Value as YamlText)?.Value ?? "…"}")) + (map.Entries.Count > 2 ? ", …" : "");
        lints.Add(map, $"'{field.Name}' is a list of {Words.Of(typeof(TItem))}: write [{{ {inside} }}] for one entry made of this record, or {{ each: path, fields: {{ {inside} }} }} for the elements of a list in it");
        Compile<TItem>(map, paths, $"{site.Field}[0].", []);
        return null;
    }

    private EntriesSource<TItem> Entries<TItem>(YamlList list, PathScope paths, Site site) where TItem : class =>
        new([.. list.Items.Select((item, index) => Compile<TItem>(item, paths, FormattableString.Invariant($"{site.Field}[{index}]."), []))], site);

    private Source<IReadOnlyList<TItem>>? NoList<TItem>(CanonicalField field, YamlNode node, PathScope paths)
    {
        var path = (node as YamlText ?? (node as YamlMap)?["from"] as YamlText)?.Value;
        lints.Add(node, $"'{field.Name}' is a list: write {{ each: {(path is { Length: > 0 } ? path : "path")}, fields: … }}, or a list of entries");
        if (path is { Length: > 0 })
            unknown.Check(node, paths);
        return null;
    }

    /// <summary>Calls one of the generic methods above with types known only now.</summary>
    private TResult? Generic<TResult>(string method, Type[] types, params object[] arguments) where TResult : class =>
        (TResult?)typeof(FieldsCompiler)
            .GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(types)
            .Invoke(this, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
