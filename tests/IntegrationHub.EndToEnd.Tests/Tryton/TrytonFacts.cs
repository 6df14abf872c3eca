using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHub.EndToEnd.Tests.Tryton;

/// <summary>The same facts in the same words, once as the peer's truth has them and once as the hub has them.</summary>
internal static class TrytonFacts
{
    private static readonly string[] States = ["orders", "shipments", "returns", "invoices", "payments", "subscriptions"];

    /// <summary>What is in the ERP and no business of the CRM: the hub knows of it, and holds it as gone.</summary>
    private static bool IsGone(string what, string state) => what switch
    {
        "orders" => state is "draft" or "quotation",
        "invoices" => state is "draft" or "validated",
        "payments" => state != "succeeded",
        _ => false,
    };

    public static List<string> Of(JsonNode truth)
    {
        List<string> facts = [];
        foreach (var customer in List(truth, "customers"))
        {
            var id = Text(customer, "party_id");
            facts.Add($"customer {id} {Text(customer, "code")} '{Text(customer, "name")}' {Text(customer, "active")} '{Text(customer, "email")}' '{Text(customer, "phone")}' {Text(customer, "crm_id")} {Text(customer, "tax_identifier")} {Text(customer, "addresses")} addresses");
            facts.AddRange(List(customer, "contacts").Select(contact => $"contact {id} {Text(contact, "party_id")} '{Text(contact, "name")}' {Text(contact, "email")}"));
            facts.AddRange(List(customer, "orders").Where(order => !IsGone("orders", Text(order, "state"))).Select(order =>
                $"order {id} {Text(order, "id")} {Text(order, "number")} {Text(order, "reference")} {Text(order, "state")} {Text(order, "date")} {Text(order, "currency")} {Amount(order, "untaxed")} {Amount(order, "tax")} {Amount(order, "total")} {Text(order, "lines")} lines {Text(order, "invoice_state")} {Text(order, "shipment_state")}"));
            foreach (var what in States)
                facts.AddRange(Entries(customer, $"{what}_by_state").Select(state => $"{(IsGone(what, state.Key) ? "gone " : "")}{what} {id} {state.Key} {state.Value}"));
            foreach (var (currency, sums) in Entries(customer, "order_totals"))
                facts.AddRange(sums!.AsObject().Where(sum => !IsGone("orders", sum.Key)).Select(sum => Sum("order total", id, currency, sum.Key, Number(sum.Value))));
            foreach (var (currency, sums) in Entries(customer, "invoice_totals"))
                facts.AddRange(sums!.AsObject().Where(sum => sum.Key is "posted" or "paid" or "cancelled" or "amount_to_pay").Select(sum => Sum("invoice total", id, currency, sum.Key, Number(sum.Value))));
        }

        facts.AddRange(List(truth, "products").Select(product => $"product {Text(product, "id")} {Text(product, "code")} '{Text(product, "name")}' {Text(product, "unit")} {Text(product, "active")}"));
        facts.AddRange(List(truth, "products").Where(product => Text(product, "type") == "goods").Select(product => $"stock {Text(product, "id")} {Amount(product, "on_hand")} {Amount(product, "assigned")}"));
        return Sorted(facts);
    }

    public static List<string> Of(IReadOnlyList<HubRecord> records)
    {
        List<string> facts = [];
        string Customer(HubRecord record) => Text(record.Document, "customer").Split('/')[^1];
        string State(HubRecord record) => Text(record.Document["attributes"]!, "state");
        foreach (var (_, id, _, doc) in Live("customer"))
            facts.Add($"customer {id} {Text(doc["attributes"]!, "code")} '{Text(doc, "name")}' {(Text(doc, "status") == "active" ? "true" : "false")} '{Text(doc, "email")}' '{Text(doc, "phone")}' {Text(doc["attributes"]!, "otherId")} {Text(doc, "corporateNumber")}{Text(doc, "taxId")} {(doc["addresses"] as JsonArray)?.Count ?? 0} addresses");
        foreach (var contact in Live("contact"))
            facts.Add($"contact {Customer(contact)} {Text(contact.Document["attributes"]!, "person")} '{Text(contact.Document, "name")}' {Text(contact.Document, "email")}");
        foreach (var order in Live("order"))
        {
            var (doc, more) = (order.Document, order.Document["attributes"]!);
            facts.Add($"order {Customer(order)} {order.Id} {(Text(doc, "number") is ['#', ..] ? "" : Text(doc, "number"))} {Text(more, "reference")} {State(order)} {Text(doc, "orderedOn")} {Text(doc, "currency")} {Amount(doc["net"]!, "amount")} {Amount(doc["tax"]!, "amount")} {Amount(doc["gross"]!, "amount")} {(doc["lines"] as JsonArray)?.Count ?? 0} lines {Text(more, "invoiceState")} {Text(more, "shipmentState")}");
        }

        foreach (var group in records.Select(record => (What: What(record), record)).Where(pair => pair.What.Length > 0).GroupBy(pair => (pair.What, pair.record.Deleted, Customer: Customer(pair.record), State: State(pair.record))))
            facts.Add($"{(group.Key.Deleted ? "gone " : "")}{group.Key.What} {group.Key.Customer} {group.Key.State} {group.Count()}");
        facts.AddRange(Live("order").GroupBy(order => (Customer: Customer(order), Currency: Text(order.Document, "currency"), State: State(order)))
            .Select(orders => Sum("order total", orders.Key.Customer, orders.Key.Currency, orders.Key.State, orders.Sum(order => Number(order.Document["gross"]!["amount"])))));
        foreach (var invoices in records.Where(record => record.Entity == "invoice").GroupBy(invoice => (Customer: Customer(invoice), Currency: Text(invoice.Document["gross"]!, "currency"))))
        {
            foreach (var state in new[] { "posted", "paid", "cancelled" })
                facts.Add(Sum("invoice total", invoices.Key.Customer, invoices.Key.Currency, state, invoices.Where(invoice => !invoice.Deleted && State(invoice) == state).Sum(invoice => Number(invoice.Document["gross"]!["amount"]))));
            facts.Add(Sum("invoice total", invoices.Key.Customer, invoices.Key.Currency, "amount_to_pay", invoices.Where(invoice => !invoice.Deleted).Sum(invoice => Number(invoice.Document["open"]!["amount"]))));
        }

        foreach (var (_, id, _, doc) in Live("product"))
            facts.Add($"product {id} {Text(doc, "sku")} '{Text(doc, "name")}' {Text(doc, "unit")} {Text(doc["attributes"]!, "active")}");
        foreach (var (_, _, _, doc) in Live("stockLevel"))
            facts.Add($"stock {Text(doc, "product").Split('/')[^1]} {Amount(doc["onHand"]!, "value")} {Amount(doc["allocated"]!, "value")}");
        return Sorted(facts);

        IEnumerable<HubRecord> Live(string entity) => records.Where(record => record.Entity == entity && !record.Deleted);
    }

    private static string What(HubRecord record) => record.Entity switch
    {
        "order" => "orders",
        "shipment" => record.Id.StartsWith("return-", StringComparison.Ordinal) ? "returns" : "shipments",
        "invoice" => "invoices",
        "payment" => "payments",
        "contract" => "subscriptions",
        _ => "",
    };

    private static List<string> Sorted(IEnumerable<string> facts) => [.. facts.Order(StringComparer.Ordinal)];

    private static IEnumerable<JsonNode> List(JsonNode node, string name) => node[name]!.AsArray().Select(item => item!);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(JsonNode node, string name) => node[name]!.AsObject();

    private static string Text(JsonNode node, string name) => node[name]?.ToString() ?? "";

    private static decimal Number(JsonNode? value) => decimal.Parse(value!.ToString(), CultureInfo.InvariantCulture);

    private static string Amount(JsonNode node, string name) => Number(node[name]).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Sum(string what, string customer, string currency, string state, decimal sum) => FormattableString.Invariant($"{what} {customer} {currency} {state} {sum:0.######}");
}

/// <summary>A record as the hub holds it.</summary>
internal sealed record HubRecord(string Entity, string Id, bool Deleted, JsonNode Document);
