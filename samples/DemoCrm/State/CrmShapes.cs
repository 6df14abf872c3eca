using static DemoCrm.State.FieldKind;

namespace DemoCrm.State;

/// <summary>The objects of this CRM and all their fields: <c>GET /api</c> answers this list.</summary>
internal static class CrmShapes
{
    public const string Accounts = "accounts";
    public const string Contacts = "contacts";
    public const string Products = "products";
    public const string Orders = "orders";
    public const string Shipments = "shipments";
    public const string Invoices = "invoices";
    public const string Payments = "payments";
    public const string Stock = "stock";
    public const string Contracts = "contracts";

    public static IReadOnlyList<CrmShape> All { get; } =
    [
        new(Accounts, "account", "ACC",
            [Name, .. Texts("nameKana", "kind", "status", "erpNumber", "corporateNumber", "taxId", "email", "phone"),
             .. Texts("street", "city", "region", "postalCode", "country", "currency", "creditCurrency"), .. Numbers("creditLimit")]),
        new(Contacts, "contact", "CON",
            [Name, Account, .. Texts("nameKana", "title", "department", "role", "email", "phone")]),
        new(Products, "product", "PRD",
            [Name, .. Texts("sku", "unit", "category")]),
        new(Orders, "order", "ORD",
            [Account, Contact, .. Texts("number", "status", "currency"), .. Dates("orderedOn", "requestedOn"), .. Numbers("net", "tax", "gross"),
             Lines([.. Texts("number", "product", "description", "unit"), .. Dates("requestedOn"),
                    .. Numbers("quantity", "unitPrice", "net", "allocated", "shipped", "cancelled")])]),
        new(Shipments, "shipment", "SHP",
            [Account, Order, .. Texts("number", "carrier", "trackingNumber", "status"), .. Dates("plannedOn", "shippedOn"), .. Instants("shippedAt", "deliveredAt"),
             Lines([.. Texts("number", "orderLine", "product", "description", "unit"), .. Numbers("quantity")])]),
        new(Invoices, "invoice", "INV",
            [Account, Order, .. Texts("number", "currency"), .. Dates("issuedOn", "dueOn"), .. Numbers("net", "tax", "gross", "open"), Flag("creditNote"),
             Lines([.. Texts("number", "product", "description", "unit"), .. Numbers("quantity", "net")])]),
        new(Payments, "payment", "PAY",
            [Account, Invoice, .. Texts("number", "currency", "method"), .. Dates("receivedOn"), .. Numbers("amount")]),
        new(Stock, "stock_level", "STK",
            [Product, .. Texts("location", "unit"), .. Numbers("onHand", "allocated", "available", "incoming"), .. Instants("asOf")]),
        new(Contracts, "contract", "CTR",
            [Account, Contact, .. Texts("number", "kind", "status", "currency", "billingPeriod"), .. Dates("startsOn", "endsOn"),
             Flag("autoRenew"), .. Numbers("noticeDays", "value"),
             Lines([.. Texts("number", "product", "description", "unit"), .. Numbers("quantity", "value")])]),
    ];

    private static CrmField Name => new("name", Text) { Required = true };
    private static CrmField Account => new("accountId", Reference, Accounts);
    private static CrmField Contact => new("contactId", Reference, Contacts);
    private static CrmField Product => new("productId", Reference, Products);
    private static CrmField Order => new("orderId", Reference, Orders);
    private static CrmField Invoice => new("invoiceId", Reference, Invoices);

    private static CrmField Flag(string name) => new(name, FieldKind.Flag);

    private static CrmField Lines(CrmField[] fields) => new("lines", FieldKind.Lines, Lines: fields);

    private static IEnumerable<CrmField> Texts(params string[] names) => Of(Text, names);

    private static IEnumerable<CrmField> Numbers(params string[] names) => Of(Number, names);

    private static IEnumerable<CrmField> Dates(params string[] names) => Of(Date, names);

    private static IEnumerable<CrmField> Instants(params string[] names) => Of(Instant, names);

    private static IEnumerable<CrmField> Of(FieldKind kind, string[] names) => names.Select(name => new CrmField(name, kind));
}
