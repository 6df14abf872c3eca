namespace DemoCrm.Dialects.Kintone;

/// <summary>The apps that the hub's own mappings for kintone write to, with their fields; a point parts a table from its columns, whose codes are unique in the whole app.</summary>
internal static class KintoneApps
{
    private const string Text = "SINGLE_LINE_TEXT", Number = "NUMBER", Date = "DATE", Time = "DATETIME", Table = "SUBTABLE";

    public static IReadOnlyDictionary<string, (string Code, string Type)[]> All { get; } = new Dictionary<string, (string, string)[]>
    {
        ["accounts"] =
        [
            ("name", Text), ("number", Text), ("name_kana", Text), ("kind", Text), ("tax_id", Text), ("status", Text), ("currency", Text), ("credit_limit", Number), ("email", Text), ("phone", Text),
            ("street", Text), ("building", Text), ("city", Text), ("prefecture", Text), ("postal_code", Text), ("country", Text),
        ],
        ["contacts"] = [("name", Text), ("name_kana", Text), ("customer_id", Text), ("title", Text), ("department", Text), ("role", Text), ("email", Text), ("phone", Text)],
        ["orders"] =
        [
            ("number", Text), ("customer_id", Text), ("contact_id", Text), ("ordered_on", Date), ("requested_on", Date), ("status", Text), ("currency", Text), ("net", Number), ("tax", Number), ("gross", Number),
            ("lines", Table), ("lines.line_no", Text), ("lines.line_product", Text), ("lines.line_description", Text), ("lines.line_quantity", Number), ("lines.line_unit", Text), ("lines.line_unit_price", Number),
            ("lines.line_net", Number), ("lines.line_requested_on", Date), ("lines.line_allocated", Number), ("lines.line_shipped", Number), ("lines.line_cancelled", Number),
        ],
        ["shipments"] =
        [
            ("number", Text), ("customer_id", Text), ("order_id", Text), ("carrier", Text), ("tracking_number", Text), ("planned_on", Date), ("shipped_at", Time), ("delivered_at", Time), ("status", Text),
        ],
        ["invoices"] =
        [
            ("number", Text), ("customer_id", Text), ("order_id", Text), ("issued_on", Date), ("due_on", Date), ("currency", Text), ("net", Number), ("tax", Number), ("gross", Number), ("open", Number), ("credit_note", Text),
        ],
        ["payments"] = [("number", Text), ("customer_id", Text), ("invoice_id", Text), ("received_on", Date), ("amount", Number), ("currency", Text), ("method", Text)],
        ["contracts"] =
        [
            ("number", Text), ("customer_id", Text), ("kind", Text), ("starts_on", Date), ("ends_on", Date), ("auto_renew", Text), ("notice_days", Number), ("value", Number), ("currency", Text), ("billing_period", Text), ("status", Text),
        ],
        ["products"] = [("name", Text), ("sku", Text), ("unit", Text), ("category", Text)],
        ["stock"] = [("name", Text), ("product_id", Text), ("location", Text), ("on_hand", Number), ("allocated", Number), ("available", Number), ("incoming", Number), ("unit", Text), ("as_of", Time)],
    };
}
