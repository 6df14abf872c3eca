namespace IntegrationHub.Connectors.Odoo;

/// <summary>What is read. Names of fields and states are those of the open source code of Odoo 14 to 18; the README says where versions differ.</summary>
internal static class OdooEntities
{
    private static readonly string[] Partner =
        ["name", "email", "phone", "mobile?", "street", "street2", "zip", "city", "state_id", "country_id", "type", "active", "lang"];

    private static readonly object[] NoRemarks = [Clause("display_type", "not in", new[] { "line_section", "line_subsection", "line_note" })];

    public static readonly IReadOnlyDictionary<string, OdooEntity> All = new Dictionary<string, OdooEntity>
    {
        ["Customers"] = new("res.partner", [.. Partner, "ref", "is_company", "vat", "company_registry?", "website", "parent_id", "customer_rank?", "company_id"])
        {
            Domain = [Clause("partner_share", "=", true), "|", Clause("is_company", "=", true), Clause("parent_id", "=", false)],   // what is its own commercial entity
            Children = new(["child_ids"], "res.partner", Partner, [Clause("type", "in", new[] { "invoice", "delivery", "other" }), Clause("is_company", "=", false)]),
            Through = ["child_ids"],
        },
        ["Contacts"] = new("res.partner", [.. Partner, "function", "parent_id", "company_id"])
        {
            Domain = [Clause("partner_share", "=", true), Clause("is_company", "=", false), Clause("parent_id", "!=", false), Clause("type", "=", "contact")],
            HasCustomer = true,
        },
        ["Products"] = new("product.product", ["name", "default_code", "barcode", "type", "active", "uom_id", "categ_id", "list_price", "currency_id", "company_id"]) { Through = ["product_tmpl_id"] },
        ["Stock"] = new("stock.quant", ["product_id", "location_id", "lot_id", "owner_id", "quantity", "reserved_quantity", "product_uom_id", "company_id"])
        {
            Domain = [Clause("location_id.usage", "=", "internal")],
            IsWhole = true,
        },
        ["Orders"] = new("sale.order", ["name", "state", "date_order", "commitment_date?", "currency_id", "amount_untaxed", "amount_tax", "amount_total", "partner_id", "client_order_ref", "invoice_status", "delivery_status?", "company_id"])
        {
            Children = new(["order_line"], "sale.order.line", ["name", "product_id", "product_uom_qty", "qty_delivered", "product_uom?", "product_uom_id?", "price_unit", "price_subtotal"], NoRemarks),
            Through = ["order_line"],
            Date = "date_order",
            IsDateTime = true,
            HasCustomer = true,
        },
        ["Shipments"] = new("stock.picking", ["name", "state", "scheduled_date", "date_done", "partner_id", "origin", "sale_id?", "carrier_id?", "carrier_tracking_ref?", "company_id"])
        {
            Domain = [Clause("picking_type_id.code", "=", "outgoing")],
            Children = new(["move_ids", "move_lines"], "stock.move", ["product_id", "state", "product_uom_qty", "quantity_done?", "quantity?", "product_uom", "sale_line_id?"], [Clause("state", "!=", "cancel")]),
            Through = ["move_ids?", "move_lines?"],
            Date = "scheduled_date",
            IsDateTime = true,
            HasCustomer = true,
        },
        ["Invoices"] = new("account.move", ["name", "move_type", "state", "payment_state", "invoice_date", "invoice_date_due", "currency_id", "amount_untaxed", "amount_tax", "amount_total", "amount_residual", "partner_id", "ref", "invoice_origin", "company_id"])
        {
            Domain = [Clause("move_type", "in", new[] { "out_invoice", "out_refund" })],
            Children = new(["invoice_line_ids"], "account.move.line", ["name", "product_id", "quantity", "product_uom_id", "price_subtotal"], NoRemarks),
            // a payment that is matched shows by the matching; one that is taken back leaves the invoice open, and those are read anyway
            Through = ["line_ids", "line_ids.matched_credit_ids", "line_ids.matched_debit_ids"],
            Always = ["&", Clause("state", "=", "posted"), Clause("payment_state", "in", new[] { "not_paid", "in_payment", "partial" })],
            Date = "invoice_date",
            HasCustomer = true,
        },
        ["Payments"] = new("account.payment", ["name", "state", "amount", "currency_id", "date?", "payment_date?", "partner_id", "journal_id", "ref?", "memo?", "reconciled_invoice_ids?", "company_id"])
        {
            Domain = [Clause("payment_type", "=", "inbound"), Clause("partner_type", "=", "customer")],
            Through = ["move_id?", "move_id.line_ids?", "move_id.line_ids.matched_debit_ids?"],
            Date = "date",
            HasCustomer = true,
        },
        ["Subscriptions"] = new("sale.order", ["name", "state", "subscription_state?", "stage_category?", "start_date", "end_date", "next_invoice_date", "plan_id?", "recurrence_id?", "recurring_total?", "currency_id", "partner_id", "client_order_ref", "company_id"])
        {
            Domain = [Clause("is_subscription", "=", true)],
            Children = new(["order_line"], "sale.order.line", ["name", "product_id", "product_uom_qty", "product_uom?", "product_uom_id?", "price_subtotal"], NoRemarks),
            Through = ["order_line"],
            HasCustomer = true,
        },
        ["LegacySubscriptions"] = new("sale.subscription", ["code", "name", "stage_category?", "date_start", "date", "recurring_next_date", "recurring_total", "template_id", "currency_id", "partner_id", "company_id"])
        {
            Children = new(["recurring_invoice_line_ids"], "sale.subscription.line", ["name", "product_id", "quantity", "uom_id", "price_subtotal"], []),
            Through = ["recurring_invoice_line_ids"],
            HasCustomer = true,
        },
    };

    public static object Clause(string field, string comparison, object? value) => new[] { field, comparison, value };
}
