namespace IntegrationHub.Connectors.Tryton;

/// <summary>The entities, by the names that syncs and mappings use. Stock is one of them and is read otherwise (<see cref="StockPages"/>).</summary>
internal static class TrytonEntities
{
    public const string Customers = "Customers";
    public const string Contacts = "Contacts";
    public const string Stock = "Stock";
    public const string Orders = "Orders";
    public const string Invoices = "Invoices";

    /// <summary>Inactive records are records, too. Said so, and not by the context, it does not bring the inactive children of active records as well.</summary>
    public static object ActiveOrNot { get; } = Clause("active", "in", new[] { true, false });

    public static IReadOnlyDictionary<string, TrytonEntity> All { get; } = new Dictionary<string, TrytonEntity>(StringComparer.Ordinal)
    {
        [Customers] = new("party.party",
            ["code", "name", "active", "replaced_by", "email", "phone", "lang.code", "credit_limit_amount?", "customer_payment_term.name?", "categories.name", "identifiers.type", "identifiers.code",
             "addresses.name", "addresses.street", "addresses.city", "addresses.postal_code", "addresses.subdivision.name", "addresses.country.code", "addresses.invoice?", "addresses.delivery?",
             "contact_mechanisms.type", "contact_mechanisms.value", "contact_mechanisms.name"])
        {
            Domain = [ActiveOrNot],
            IsOfCompany = false,
            HasCompanyAmounts = true,
            Children = ["identifiers", "addresses!", "contact_mechanisms!", "langs"],
        },
        [Contacts] = new("party.relation.all",
            ["from_", "type.name", "to.code", "to.name", "to.active", "to.email", "to.phone", "to.mobile", "to.lang.code"])
        {
            IsOfCompany = false,
            Children = ["to", "to.contact_mechanisms"],
        },
        ["Products"] = new("product.product",
            ["code", "name", "type", "active", "default_uom.symbol", "categories.name", "list_price"])
        {
            Domain = [ActiveOrNot],
            IsOfCompany = false,
            HasCompanyAmounts = true,
            Children = ["template"],
        },
        [Stock] = new("product.product", ["code", "active", "default_uom.symbol", "quantity"])
        {
            Domain = [ActiveOrNot, Clause("type", "=", "goods")],
            IsOfCompany = false,
            PageSize = 500,
        },
        [Orders] = new("sale.sale",
            ["number", "reference", "description", "state", "sale_date", "shipping_date", "invoice_state", "shipment_state", "party", "currency.code", "untaxed_amount", "tax_amount", "total_amount",
             "lines.type", "lines.product.name", "lines.description", "lines.quantity", "lines.unit.symbol", "lines.unit.factor", "lines.unit_price", "lines.amount",
             "lines.moves.state", "lines.moves.quantity", "lines.moves.uom.factor"])
        {
            Children = ["lines", "lines.moves", "lines.moves.shipment@stock.shipment.out", "lines.moves.shipment.moves@stock.shipment.out"],
            Date = "sale_date",
        },
        ["Shipments"] = new("stock.shipment.out",
            ["number", "reference", "state", "planned_date", "effective_date", "customer",
             "outgoing_moves.state", "outgoing_moves.product", "outgoing_moves.quantity", "outgoing_moves.uom.symbol", "outgoing_moves.origin", "outgoing_moves.sale"])
        {
            Children = ["moves"],
            Date = "effective_date",
        },
        ["Returns"] = new("stock.shipment.out.return",
            ["number", "reference", "state", "planned_date", "effective_date", "customer",
             "incoming_moves.state", "incoming_moves.product", "incoming_moves.quantity", "incoming_moves.uom.symbol", "incoming_moves.origin", "incoming_moves.sale"])
        {
            Children = ["moves"],
            Date = "effective_date",
            KeyPrefix = "return-",
        },
        [Invoices] = new("account.invoice",
            ["number", "reference", "description", "state", "invoice_date", "party", "currency.code", "untaxed_amount", "tax_amount", "total_amount", "amount_to_pay", "reconciled", "sales?",
             "lines_to_pay.maturity_date", "taxes.base", "taxes.amount", "taxes.tax.rate",
             "lines.type", "lines.product.name", "lines.description", "lines.quantity", "lines.unit.symbol", "lines.amount", "lines.origin"])
        {
            Domain = [Clause("type", "=", "out")],
            Children = ["lines", "taxes"],
            Always = Clause("state", "=", "posted"),   // amount_to_pay follows payments, whose coming, going and failing do not stamp the invoice
            Date = "invoice_date",
        },
        ["Payments"] = new("account.payment",
            ["amount", "currency.code", "date", "state", "description", "journal.name", "party", "line.move.origin"])
        {
            Domain = [Clause("kind", "=", "receivable")],
            Date = "date",
            PageSize = 500,
        },
        ["Subscriptions"] = new("sale.subscription",
            ["number", "reference", "description", "state", "start_date", "end_date", "next_invoice_date", "invoice_recurrence.name", "party", "currency.code",
             "lines.service.product", "lines.service.rec_name", "lines.description", "lines.quantity", "lines.unit.symbol", "lines.unit_price", "lines.consumption_recurrence.name",
             "lines.start_date", "lines.end_date", "lines.next_consumption_date"])
        {
            Children = ["lines"],
            Date = "start_date",
        },
    };

    public static object Clause(string field, string comparison, object? value) => new[] { field, comparison, value };
}
