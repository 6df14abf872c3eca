using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>The fields of an entity's records, from what Tryton's <c>fields_get</c> says of the fields that are read, and what is added to them.</summary>
internal sealed class TrytonSchema(TrytonFields fields)
{
    private static readonly SourceField[] OfStock =
    [
        new("key", SourceFieldKind.Text), new("product", SourceFieldKind.Number), new("on_hand", SourceFieldKind.Number), new("assigned", SourceFieldKind.Number), new("available", SourceFieldKind.Number),
        new("warehouse", SourceFieldKind.Object), new("warehouse.id", SourceFieldKind.Number), new("warehouse.code", SourceFieldKind.Text), new("warehouse.name", SourceFieldKind.Text),
        new("warehouse.storage_location", SourceFieldKind.Object), new("warehouse.storage_location.id", SourceFieldKind.Number), new("warehouse.storage_location.code", SourceFieldKind.Text),
    ];

    public async Task<IReadOnlyList<SourceField>> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        var entity = TrytonEntities.All[name];
        var described = new SortedDictionary<string, SourceFieldKind>(StringComparer.Ordinal);
        if (name != TrytonEntities.Stock)
            described["id"] = SourceFieldKind.Number;
        foreach (var field in await fields.OfAsync(name, cancellationToken))
            await DescribeAsync(entity.Model, field, described, cancellationToken);
        foreach (var (path, kind) in Added(name))
            described[path] = kind;
        if (name == TrytonEntities.Stock)
            foreach (var gone in TrytonRecord.Stamps.Append("quantity"))
                described.Remove(gone);
        return [.. described.Select(field => new SourceField(field.Key, field.Value))];
    }

    private static IEnumerable<SourceField> Added(string name) => name switch
    {
        TrytonEntities.Stock => OfStock,
        TrytonEntities.Orders => [new("has_shipped", SourceFieldKind.Boolean), new("lines[].allocated", SourceFieldKind.Number), new("lines[].shipped", SourceFieldKind.Number)],
        _ when TrytonEntities.All[name].HasCompanyAmounts =>
            [new("company", SourceFieldKind.Object), new("company.id", SourceFieldKind.Number), new("company.currency", SourceFieldKind.Text)],
        _ => [],
    };

    /// <summary>A dotted field describes itself and what it hangs on: <c>lines.unit.symbol</c> is a text in an object in each element of a list.</summary>
    private async Task DescribeAsync(string model, string field, SortedDictionary<string, SourceFieldKind> described, CancellationToken cancellationToken)
    {
        var names = field.Split('.');
        if (names.Length > 1 && TrytonRecord.Stamps.Contains(names[^1]))
            return;   // told by the record's own stamp
        var path = "";
        for (var depth = 0; depth < names.Length; depth++)
        {
            path += SourceField.NameOf(names[depth]);
            var definition = await fields.DefinitionAsync(model, string.Join('.', names[..(depth + 1)]), cancellationToken);
            var type = definition.ValueKind == JsonValueKind.Object ? definition.GetProperty("type").GetString() : null;
            var isMany = type is "one2many" or "many2many";
            if (depth == names.Length - 1)
            {
                described.TryAdd(path, isMany ? SourceFieldKind.List : Kind(type));
                return;
            }

            described[path] = isMany ? SourceFieldKind.List : type is null ? SourceFieldKind.Any : SourceFieldKind.Object;
            path += isMany ? "[]." : ".";
            described[$"{path}id"] = SourceFieldKind.Number;
        }
    }

    private static SourceFieldKind Kind(string? type) => type switch
    {
        "char" or "text" or "fulltext" or "selection" or "reference" or "date" or "datetime" or "timestamp" or "time" or "binary" => SourceFieldKind.Text,
        "integer" or "biginteger" or "float" or "numeric" or "timedelta" or "many2one" or "one2one" => SourceFieldKind.Number,
        "boolean" => SourceFieldKind.Boolean,
        _ => SourceFieldKind.Any,
    };
}
