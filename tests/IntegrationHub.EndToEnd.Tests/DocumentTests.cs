using System.Text.Json.Nodes;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>
/// XML documents that nobody here wrote, from the file to the stored record. What is expected was read off the documents by eye, and the lines
/// are summed up against the documents' own totals.
/// </summary>
[Collection(nameof(LibraryWorld))]
public sealed class DocumentTests(LibraryWorld world)
{
    [Fact]
    public async Task The_order_of_UBL_2_1()
    {
        var order = await DocumentAsync("ubl", 4, "34");

        Texts(order, "number", "orderedOn", "requestedOn", "currency", "customer").ShouldBe("34 2010-01-20 2010-02-10 SEK ubl/customer/7300070011115");
        Money(order, "net").ShouldBe("6225 SEK");
        Money(order, "tax").ShouldBe("100 SEK");
        order["gross"].ShouldBeNull();
        Lines(order).ShouldBe(["1 ubl/product/SItemNo001 Falu Rödfärg 120 LTR 6000 SEK", "2 ubl/product/SItemNo011 Pensel 20 mm 15 C62 225 SEK"]);
        Sum(order, "net").ShouldBe(6225);
        order["attributes"]!["payable"]!.GetValue<decimal>().ShouldBe(6225);
    }

    [Fact]
    public async Task The_invoice_of_UBL_2_1()
    {
        var invoice = await DocumentAsync("ubl", 6, "TOSL108");

        Texts(invoice, "number", "issuedOn", "dueOn", "customer", "order").ShouldBe("TOSL108 2009-12-15 2009-12-31 ubl/customer/345KS5324 ubl/order/123");
        Money(invoice, "net").ShouldBe("1436.5 EUR");
        Money(invoice, "tax").ShouldBe("292.20 EUR");
        Money(invoice, "gross").ShouldBe("1729 EUR");
        Money(invoice, "open").ShouldBe("729 EUR");
        Lines(invoice).ShouldBe(
        [
            "1 ubl/product/JB007 Labtop computer 1 C62 1273 EUR",
            "2 ubl/product/JB008 Returned \"Advanced computing\" book -1 C62 -3.96 EUR",
            "3 ubl/product/JB009 \"Computing for dummies\" book 2 C62 4.96 EUR",
            "4 ubl/product/JB010 Returned IBM 5150 desktop -1 C62 -25 EUR",
            "5 ubl/product/JB011 Network cable 250 C62 187.5 EUR",
        ]);
        Sum(invoice, "net").ShouldBe(1436.5m);
        var taxes = invoice["taxes"]!.AsArray();
        taxes.Select(tax => $"{tax!["category"]} {tax["rate"]} % of {Money(tax, "net")}: {Money(tax, "amount")}").ShouldBe(["standard 20 % of 1460.5 EUR: 292.1 EUR", "reduced 10 % of 1 EUR: 0.1 EUR", "exempt 0 % of -25 EUR: 0 EUR"]);
        taxes.Sum(tax => tax!["amount"]!["amount"]!.GetValue<decimal>()).ShouldBe(292.20m);

        // net + tax + rounding = gross; gross - prepaid = open
        var attributes = invoice["attributes"]!;
        (1436.5m + 292.20m + attributes["rounding"]!.GetValue<decimal>()).ShouldBe(1729);
        (1729 - attributes["prepaid"]!.GetValue<decimal>()).ShouldBe(729);
    }

    [Fact]
    public async Task The_credit_note_of_UBL_2_1()
    {
        var note = await DocumentAsync("ubl-credit", 6, "TOSL108");

        Texts(note, "number", "issuedOn", "customer", "order").ShouldBe("TOSL108 2009-12-15 ubl-credit/customer/345KS5324 ubl-credit/order/123");
        note["creditNote"]!.GetValue<bool>().ShouldBeTrue();
        Money(note, "gross").ShouldBe("1729 EUR");
        Lines(note).Count().ShouldBe(5);
        Sum(note, "net").ShouldBe(1436.5m);
    }

    [Fact]
    public async Task The_despatch_advice_of_UBL_2_0()
    {
        var shipment = await DocumentAsync("ubl", 5, "565899");

        Texts(shipment, "number", "plannedOn", "status", "customer", "order").ShouldBe("565899 2005-06-20 shipped ubl/customer/GT00978567 ubl/order/AEG012345");
        Lines(shipment).ShouldBe(["1 1 ubl/product/17589683 90 KGM"]);
    }

    [Fact]
    public async Task Two_IDocs_of_SAP()
    {
        (await AttributesAsync("Avon")).ShouldBe("Avon planned 82 KGM Route 01");
        (await AttributesAsync("back")).ShouldBe("back planned 40 KGM Security 01");
    }

    private async Task<string> AttributesAsync(string id)
    {
        var shipment = await DocumentAsync("sap-idoc", 5, id);
        var attributes = shipment["attributes"]!;
        return $"{Texts(shipment, "number", "status")} {attributes["netWeight"]} {attributes["weightUnit"]} {attributes["incoterms"]}";
    }

    private async Task<JsonNode> DocumentAsync(string system, int entity, string id) => JsonNode.Parse(await world.Hub.QueryAsync<string>(
        $"select doc::text from hub.record join hub.feed using (feed_no) where system = '{system}' and record.entity = {entity} and id = '{id}'"))!;

    private static string Texts(JsonNode document, params string[] fields) => string.Join(' ', fields.Select(field => (string?)document[field]));

    private static string Money(JsonNode document, string field) => $"{document[field]!["amount"]} {document[field]!["currency"]}";

    private static decimal Sum(JsonNode document, string field) => document["lines"]!.AsArray().Sum(line => line![field]!["amount"]!.GetValue<decimal>());

    private static IEnumerable<string> Lines(JsonNode document) => document["lines"]!.AsArray().Select(line => string.Join(' ', new[]
    {
        (string?)line!["number"], (string?)line["orderLine"], (string?)line["product"], (string?)line["description"],
        line["quantity"] is { } quantity ? $"{quantity["value"]} {quantity["unit"]}" : null, line["net"] is null ? null : Money(line, "net"),
    }.OfType<string>()));
}
