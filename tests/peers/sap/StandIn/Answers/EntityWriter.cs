using System.Text.Json;
using SapStandIn.Data;
using SapStandIn.Metadata;
using SapStandIn.Queries;

namespace SapStandIn.Answers;

/// <summary>Writes entities as OData V2 JSON does: <c>__metadata</c>, deferred and expanded navigations.</summary>
/// <param name="root">The service's address: <c>http://host/sap/opu/odata/sap/API_…</c></param>
internal sealed class EntityWriter(SapData data, string root, Utf8JsonWriter json)
{
    private readonly Dictionary<EdmNavigation, ILookup<string, SapRow>> _children = [];

    public void Write(SapRow row, Selection selection)
    {
        var set = selection.Set;
        var uri = $"{root}/{set.Name}({KeyPredicate(set, row)})";
        json.WriteStartObject();
        json.WriteStartObject("__metadata");
        json.WriteString("id", uri);
        json.WriteString("uri", uri);
        json.WriteString("type", $"{set.Service.Name}.{set.Type}");
        if (ETagOf(set, row) is { } etag)
            json.WriteString("etag", etag);
        json.WriteEndObject();
        foreach (var property in set.Properties.Values)
            if (selection.Wants(property.Name))
                EdmValue.Write(json, property, row[property.Name]);
        foreach (var navigation in set.Navigations.Values)
            if (selection.Wants(navigation.Name))
                WriteNavigation(row, navigation, selection.Expanded.GetValueOrDefault(navigation.Name), uri);
        json.WriteEndObject();
    }

    public static string? ETagOf(EdmEntitySet set, SapRow row) => set.Concurrency is { } property ? $"W/\"{EdmValue.Literal(row[property.Name])}\"" : null;

    /// <summary>The rows a navigation leads to.</summary>
    public IEnumerable<SapRow> Follow(SapRow row, EdmNavigation navigation)
    {
        if (!_children.TryGetValue(navigation, out var children))
            _children[navigation] = children = data[navigation.Target.Name].Rows.ToLookup(child => Text(navigation, join => EdmValue.Sortable(navigation.Target.Properties[join.To], child[join.To])));
        return children[Text(navigation, join => EdmValue.Sortable(navigation.Target.Properties[join.To], join.Constant ?? row[join.From]))];

        static string Text(EdmNavigation navigation, Func<Join, string> value) => string.Join('|', navigation.Join.Select(value));
    }

    private void WriteNavigation(SapRow row, EdmNavigation navigation, Selection? expanded, string uri)
    {
        json.WritePropertyName(navigation.Name);
        if (expanded is null)
        {
            json.WriteStartObject();
            json.WriteStartObject("__deferred");
            json.WriteString("uri", $"{uri}/{navigation.Name}");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (navigation.IsMany)
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var child in Follow(row, navigation))
                Write(child, expanded);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (Follow(row, navigation).FirstOrDefault() is { } child)
            Write(child, expanded);
        else
            json.WriteNullValue();
    }

    private static string KeyPredicate(EdmEntitySet set, SapRow row) => set.Keys.Count == 1
        ? Escaped(row[set.Keys[0]])
        : string.Join(',', set.Keys.Select(key => $"{key}={Escaped(row[key])}"));

    private static string Escaped(object? value) => Uri.EscapeDataString(EdmValue.Literal(value)).Replace("%27", "'", StringComparison.Ordinal);
}
