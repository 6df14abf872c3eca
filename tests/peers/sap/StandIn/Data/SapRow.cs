using SapStandIn.Metadata;

namespace SapStandIn.Data;

/// <summary>One entity: a value for every property that was ever set; the others have SAP's initial value. Immutable.</summary>
public sealed class SapRow(EdmEntitySet set, IReadOnlyDictionary<string, object?> values)
{
    public object? this[string property] => values.TryGetValue(property, out var value) ? value : EdmValue.Initial(set.Properties[property]);

    /// <summary>The key as it is compared within SAP.</summary>
    public string Key { get; } = KeyOf(set, values);

    public static string KeyOf(EdmEntitySet set, IReadOnlyDictionary<string, object?> values) =>
        string.Join('|', set.Keys.Select(key => EdmValue.Sortable(set.Properties[key], values.TryGetValue(key, out var value) ? value : EdmValue.Initial(set.Properties[key]))));

    /// <summary>The row with some values changed.</summary>
    public SapRow With(IEnumerable<KeyValuePair<string, object?>> changes)
    {
        var all = new Dictionary<string, object?>(values);
        foreach (var (name, value) in changes)
            all[name] = value;
        return new SapRow(set, all);
    }
}
