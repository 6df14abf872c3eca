using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>The fields of an entity's records, from what Odoo's <c>fields_get</c> says of the fields that are read, and what is added to them.</summary>
internal sealed class OdooSchema(OdooClient client, OdooFields fields)
{
    private static readonly string[] Amounts = ["amount_untaxed", "amount_tax", "amount_total", "amount_residual"];

    public async Task<IReadOnlyList<SourceField>> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        var entity = OdooEntities.All[name];
        var described = new SortedDictionary<string, SourceFieldKind>(StringComparer.Ordinal) { ["id"] = SourceFieldKind.Number };
        var list = await fields.ListAsync(entity, cancellationToken);
        Describe("", (await fields.OfAsync(name, cancellationToken)).Where(field => field != list), await client.ModelAsync(entity.Model, cancellationToken), described);
        if (entity.Children is { } children)
        {
            var called = name == "Customers" ? "addresses" : children.Names[0];
            described[called] = SourceFieldKind.List;
            described[$"{called}[].id"] = SourceFieldKind.Number;
            Describe($"{called}[].", await fields.OfAsync(children, cancellationToken), await client.ModelAsync(children.Model, cancellationToken), described);
        }

        if (entity.HasCustomer)
            described["customer"] = SourceFieldKind.Number;
        foreach (var (path, kind) in Added(name))
            described[path] = kind;
        return [.. described.Select(field => new SourceField(field.Key, field.Value))];
    }

    private static IEnumerable<(string Path, SourceFieldKind Kind)> Added(string name) => name switch
    {
        "Customers" => [("country_id.code", SourceFieldKind.Text), ("addresses[].country_id.code", SourceFieldKind.Text)],
        "Orders" => [("delivered", SourceFieldKind.Text)],
        "Shipments" => [("move_ids[].moved", SourceFieldKind.Number)],
        "Invoices" =>
        [
            ("signed", SourceFieldKind.Object), .. Amounts.Select(amount => ($"signed.{amount}", SourceFieldKind.Number)), ("invoice_line_ids[].signed", SourceFieldKind.Object),
            ("invoice_line_ids[].signed.quantity", SourceFieldKind.Number), ("invoice_line_ids[].signed.price_subtotal", SourceFieldKind.Number),
        ],
        _ => [],
    };

    private static void Describe(string prefix, IEnumerable<string> names, JsonElement model, SortedDictionary<string, SourceFieldKind> described)
    {
        foreach (var name in names)
        {
            var type = model.GetProperty(name).GetProperty("type").GetString();
            described[$"{prefix}{SourceField.NameOf(name)}"] = Kind(type);
            if (type == "many2one")
                (described[$"{prefix}{name}.id"], described[$"{prefix}{name}.name"]) = (SourceFieldKind.Number, SourceFieldKind.Text);
        }
    }

    private static SourceFieldKind Kind(string? type) => type switch
    {
        "char" or "text" or "html" or "selection" or "reference" or "date" or "datetime" or "binary" => SourceFieldKind.Text,
        "integer" or "float" or "monetary" => SourceFieldKind.Number,
        "boolean" => SourceFieldKind.Boolean,
        "many2one" => SourceFieldKind.Object,
        "one2many" or "many2many" => SourceFieldKind.List,
        _ => SourceFieldKind.Any,
    };
}
