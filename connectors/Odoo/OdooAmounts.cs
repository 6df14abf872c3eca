using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>What a mapping cannot reckon is added to the record, under names of our own.</summary>
internal static class OdooAmounts
{
    private static readonly string[] Address = ["street", "street2", "zip", "city", "state_id", "country_id"];

    public static void Add(string entity, JsonObject record)
    {
        switch (entity)
        {
            case "Customers":
                var own = new JsonObject { ["id"] = record["id"]!.DeepClone(), ["type"] = "main" };
                foreach (var field in Address.Where(record.ContainsKey))
                    own[field] = record[field]?.DeepClone();
                record["addresses"] = new JsonArray([own, .. Objects(record["child_ids"]).Select(child => child.DeepClone())]);
                record.Remove("child_ids");
                break;
            case "Orders":
                record["delivered"] = Delivered([.. Objects(record["order_line"]).Where(line => OdooRecord.Number(line["product_uom_qty"]) > 0)]);
                break;
            case "Shipments":
                foreach (var move in Objects(record["move_ids"]))   // what has gone; before that, what is asked for: since 17, "quantity" is what is reserved until then
                    move["moved"] = (move["state"]?.GetValue<string>() == "done" ? move["quantity_done"] ?? move["quantity"] : move["product_uom_qty"])?.DeepClone();
                break;
            case "Invoices":
                var isCredit = record["move_type"]?.GetValue<string>() == "out_refund";   // Odoo writes credit notes with positive amounts
                record["signed"] = Signed(record, isCredit, "amount_untaxed", "amount_tax", "amount_total", "amount_residual");
                foreach (var line in Objects(record["invoice_line_ids"]))
                    line["signed"] = Signed(line, isCredit, "quantity", "price_subtotal");
                break;
        }
    }

    private static string Delivered(IReadOnlyList<JsonObject> lines) =>
        lines.Count > 0 && lines.All(line => OdooRecord.Number(line["qty_delivered"]) >= OdooRecord.Number(line["product_uom_qty"])) ? "all"
        : lines.Any(line => OdooRecord.Number(line["qty_delivered"]) > 0) ? "part" : "none";

    private static JsonObject Signed(JsonObject record, bool isCredit, params string[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field, isCredit ? OdooRecord.Negated(record[field]) : record[field]?.DeepClone())));

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
