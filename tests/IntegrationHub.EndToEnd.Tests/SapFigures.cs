using System.Globalization;
using SapStandIn.Data;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>
/// What a sales person would add up, per customer and per product and plant, as lines of text: from the ground truth that came with the seeded data, from the SAP stand-in's own rows, and from the
/// hub. None of the three ways looks at another.
/// </summary>
internal static class SapFigures
{
    private static readonly DateTime Anchor = new(2026, 6, 30);

    public static List<string> OfTruth()
    {
        using var truth = SapData.Truth();
        var lines = truth.RootElement.GetProperty("unrestrictedStock").EnumerateObject().Select(stock => $"stock {stock.Name} {Text(stock.Value.GetDecimal())}").ToList();
        foreach (var customer in truth.RootElement.GetProperty("customers").EnumerateArray())
        {
            decimal Number(string name) => customer.GetProperty(name).GetDecimal();
            decimal Money(string name) => decimal.Parse(customer.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
            lines.Add(Line(customer.GetProperty("customer").GetString()!, Number("contacts"), Number("orders"), Number("orderItems"), Money("orderNet"), Number("deliveries"), Number("billingDocuments"), Money("billedGross"),
                Number("openItems"), Money("openAmount"), Money("overdueAmount"), Number("clearedItems") / 2, Money("clearedAmount"), Number("contracts"), Money("contractNet")));
        }

        return Sorted(lines);
    }

    public static List<string> Of(SapData data)
    {
        var contacts = data["A_BusinessPartnerContact"].Rows.ToLookup(row => (string)row["BusinessPartnerCompany"]!);
        var orders = data["A_SalesOrder"].Rows.ToLookup(row => (string)row["SoldToParty"]!);
        var items = data["A_SalesOrderItem"].Rows.ToLookup(row => (string)row["SalesOrder"]!);
        var deliveries = data["A_OutbDeliveryHeader"].Rows.ToLookup(row => (string)row["SoldToParty"]!);
        var invoices = data["A_BillingDocument"].Rows.ToLookup(row => (string)row["SoldToParty"]!);
        var accounts = data["A_OperationalAcctgDocItemCube"].Rows.ToLookup(row => (string)row["Customer"]!);
        var contracts = data["A_SalesContract"].Rows.ToLookup(row => (string)row["SoldToParty"]!);
        var lines = data["A_BusinessPartner"].Rows.Select(row => (string)row["Customer"]!).Where(customer => customer.Length > 0).Select(customer =>
        {
            var open = accounts[customer].Where(row => row["IsCleared"] is false).ToList();
            var paid = accounts[customer].Where(row => row["IsCleared"] is true && row["AccountingDocumentType"] is "DZ").ToList();
            return Line(customer, contacts[customer].Count(), orders[customer].Count(), orders[customer].Sum(order => items[(string)order["SalesOrder"]!].Count()), Sum(orders[customer], "TotalNetAmount"), deliveries[customer].Count(),
                invoices[customer].Count(), Sum(invoices[customer], "TotalGrossAmount"), open.Count, Sum(open, "AmountInTransactionCurrency"), Sum(open.Where(row => (DateTime)row["NetDueDate"]! < Anchor), "AmountInTransactionCurrency"),
                paid.Count, -Sum(paid, "AmountInTransactionCurrency"), contracts[customer].Count(), Sum(contracts[customer], "TotalNetAmount"));
        });
        var stock = data["A_MatlStkInAcctMod"].Rows.Where(row => row["InventoryStockType"] is "01").GroupBy(row => $"{row["Material"]}/{row["Plant"]}").Select(place => $"stock {place.Key} {Text(Sum(place, "MatlWrhsStkQtyInMatlBaseUnit"))}");
        return Sorted([.. lines, .. stock]);
    }

    public static async Task<List<string>> OfHubAsync(HubWorld world)
    {
        var lines = new List<string>();
        await using var command = world.Database.CreateCommand("""
            with r as (select entity, id, doc, split_part(doc->>'customer', '/', 3) as customer from hub.record where not deleted)
            select c.id,
              (select count(*) from r where entity = 2 and customer = c.id),
              (select count(*) from r where entity = 4 and customer = c.id),
              (select coalesce(sum(jsonb_array_length(doc->'lines')), 0) from r where entity = 4 and customer = c.id),
              (select coalesce(sum((doc->'net'->>'amount')::numeric), 0) from r where entity = 4 and customer = c.id),
              (select count(*) from r where entity = 5 and customer = c.id),
              (select count(*) from r where entity = 6 and customer = c.id),
              (select coalesce(sum((doc->'gross'->>'amount')::numeric), 0) from r where entity = 6 and customer = c.id),
              (select count(*) from r where entity = 6 and customer = c.id and (doc->'open'->>'amount')::numeric <> 0),
              (select coalesce(sum((doc->'open'->>'amount')::numeric), 0) from r where entity = 6 and customer = c.id),
              (select coalesce(sum((doc->'open'->>'amount')::numeric), 0) from r where entity = 6 and customer = c.id and doc->>'dueOn' < '2026-06-30'),
              (select count(*) from r where entity = 7 and customer = c.id and (doc->'attributes'->>'isCleared')::bool),
              (select coalesce(sum((doc->'amount'->>'amount')::numeric), 0) from r where entity = 7 and customer = c.id and (doc->'attributes'->>'isCleared')::bool),
              (select count(*) from r where entity = 9 and customer = c.id),
              (select coalesce(sum((doc->'value'->>'amount')::numeric), 0) from r where entity = 9 and customer = c.id)
            from r c where c.entity = 1
            """);
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                lines.Add(Line(reader.GetString(0), [.. Enumerable.Range(1, 14).Select(column => Convert.ToDecimal(reader.GetValue(column), CultureInfo.InvariantCulture))]));
        await using var stock = world.Database.CreateCommand("""
            select split_part(doc->>'product', '/', 3) || '/' || split_part(doc->>'location', '/', 1), sum((doc->'onHand'->>'value')::numeric)
            from hub.record where entity = 8 and not deleted and doc->'onHand' is not null group by 1
            """);
        await using (var reader = await stock.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                lines.Add($"stock {reader.GetString(0)} {Text(reader.GetDecimal(1))}");
        return Sorted(lines);
    }

    private static decimal Sum(IEnumerable<SapRow> rows, string amount) => rows.Sum(row => (decimal)row[amount]!);

    private static string Line(string customer, params decimal[] figures) => $"{customer} {string.Join(' ', figures.Select(Text))}";

    private static string Text(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
