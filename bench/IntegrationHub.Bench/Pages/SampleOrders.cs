using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Bench.Pages;

/// <summary>
/// Made-up sales orders in the shape SAP's API_SALES_ORDER_SRV answers in (OData V2): decimals as strings, dates as
/// <c>/Date(ms)/</c>, three items each, about 2.6 KB. The same number gives the same order on every machine.
/// </summary>
internal sealed class SampleOrders(int count, int customers, Uri root)
{
    private const int Products = 5_000;
    private const long FirstDay = 1_609_459_200_000;   // 2021-01-01
    private const long Day = 86_400_000;

    private static readonly string[] Things =
        ["Centrifugal pump", "Control valve", "業務用ポンプ 交換部品", "Bearing housing", "Pressure gauge 1/2\"", "ステンレス配管継手", "Drive belt", "Seal kit"];

    private static readonly string[] Currencies = ["JPY", "EUR", "USD"];

    public int Count => count;

    /// <summary>One order in a hundred: those a re-read with changes finds changed.</summary>
    public static bool ChangesInReload(int order) => order % 100 == 37;

    /// <summary>Another one in a hundred: those a changed-since run finds.</summary>
    public static bool ChangesLater(int order) => order % 100 == 73;

    public static string CustomerId(int customer) => (10_000_000 + customer).ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes order number <paramref name="order"/>, before or after its change.</summary>
    public void Write(Utf8JsonWriter json, int order, bool changed)
    {
        var dice = new Dice((ulong)order);
        var id = (1_000_000 + order).ToString(CultureInfo.InvariantCulture);
        var orderedOn = FirstDay + ((long)order * 1461 / count * Day);
        var changedAt = orderedOn + (dice.Next(80_000) * 1000L) + (changed ? 30 * Day : 0);
        var currency = Currencies[dice.Next(Currencies.Length)];
        var customer = CustomerId(dice.Next(customers));
        Span<Item> items = stackalloc Item[3];
        var net = 0m;
        foreach (ref var item in items)
        {
            var quantity = 1 + dice.Next(40);
            item = new Item(dice.Next(Products), quantity, quantity * (dice.Next(90_000) + 100) / 100m, Confirmed: changed ? quantity : dice.Next(quantity + 1));
            net += item.Net;
        }

        json.WriteStartObject();
        Metadata(json, $"A_SalesOrder('{id}')", "API_SALES_ORDER_SRV.A_SalesOrderType");
        json.WriteString("SalesOrder", id);
        json.WriteString("SalesOrderType", "OR");
        json.WriteString("SalesOrganization", "1710");
        json.WriteString("DistributionChannel", "10");
        json.WriteString("OrganizationDivision", "00");
        json.WriteString("SoldToParty", customer);
        json.WriteString("CreationDate", DateOf(orderedOn));
        json.WriteString("CreatedByUser", "CB9980000012");
        json.WriteString("LastChangeDateTime", $"/Date({changedAt}+0000)/");
        json.WriteString("PurchaseOrderByCustomer", $"PO-{dice.Next(10_000_000):D7}");
        json.WriteString("SalesOrderDate", DateOf(orderedOn));
        json.WriteString("TotalNetAmount", Text(net));
        json.WriteString("TransactionCurrency", currency);
        json.WriteString("PricingDate", DateOf(orderedOn));
        json.WriteString("RequestedDeliveryDate", DateOf(orderedOn + ((3 + dice.Next(20)) * Day)));
        json.WriteString("ShippingCondition", "01");
        json.WriteBoolean("CompleteDeliveryIsDefined", false);
        json.WriteString("IncotermsClassification", "EXW");
        json.WriteString("CustomerPaymentTerms", "0004");
        json.WriteString("OverallSDProcessStatus", changed ? "C" : dice.Next(3) switch { 0 => "A", 1 => "B", _ => "C" });
        json.WriteString("OverallDeliveryStatus", changed ? "C" : "A");
        json.WriteStartObject("to_Item");
        json.WriteStartArray("results");
        for (var i = 0; i < items.Length; i++)
            Write(json, items[i], id, ((i + 1) * 10).ToString(CultureInfo.InvariantCulture), currency);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, Item item, string order, string number, string currency)
    {
        json.WriteStartObject();
        Metadata(json, $"A_SalesOrderItem(SalesOrder='{order}',SalesOrderItem='{number}')", "API_SALES_ORDER_SRV.A_SalesOrderItemType");
        json.WriteString("SalesOrder", order);
        json.WriteString("SalesOrderItem", number);
        json.WriteString("SalesOrderItemCategory", "TAN");
        json.WriteString("SalesOrderItemText", $"{Things[item.Product % Things.Length]} {item.Product}");
        json.WriteString("Material", $"FG-{item.Product:D5}");
        json.WriteString("RequestedQuantity", Text(item.Quantity));
        json.WriteString("RequestedQuantityUnit", "PC");
        json.WriteString("ConfdDelivQtyInOrderQtyUnit", Text(item.Confirmed));
        json.WriteString("TransactionCurrency", currency);
        json.WriteString("NetAmount", Text(item.Net));
        json.WriteString("MaterialGroup", "L004");
        json.WriteString("ProductionPlant", "1710");
        json.WriteEndObject();
    }

    private void Metadata(Utf8JsonWriter json, string path, string type)
    {
        json.WriteStartObject("__metadata");
        json.WriteString("id", $"{root}{path}");
        json.WriteString("uri", $"{root}{path}");
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static string DateOf(long milliseconds) => $"/Date({milliseconds / Day * Day})/";

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Item(int Product, int Quantity, decimal Net, int Confirmed);
}
