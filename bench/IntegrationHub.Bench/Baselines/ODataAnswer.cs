using System.Globalization;
using System.Text.Json.Serialization;

namespace IntegrationHub.Bench.Baselines;

/// <summary>A page as plain objects, for the EF Core baseline.</summary>
internal sealed record ODataAnswer([property: JsonPropertyName("d")] ODataOrders D);

internal sealed record ODataOrders([property: JsonPropertyName("results")] List<ODataOrder> Results, [property: JsonPropertyName("__next")] string? Next);

internal sealed record ODataItems([property: JsonPropertyName("results")] List<ODataItem> Results);

internal sealed record ODataItem(
    string SalesOrderItem, string SalesOrderItemText, string Material, string RequestedQuantity, string RequestedQuantityUnit,
    string ConfdDelivQtyInOrderQtyUnit, string NetAmount, string TransactionCurrency);

internal sealed record ODataOrder(
    string SalesOrder, string SoldToParty, string SalesOrganization, string SalesOrderDate, string RequestedDeliveryDate, string LastChangeDateTime,
    string PurchaseOrderByCustomer, string TotalNetAmount, string TransactionCurrency, string CustomerPaymentTerms, string OverallSDProcessStatus,
    [property: JsonPropertyName("to_Item")] ODataItems Items)
{
    public void CopyTo(OrderEntity order)
    {
        order.CustomerId = SoldToParty;
        order.OrderedOn = DateOnly.FromDateTime(Instant(SalesOrderDate).UtcDateTime);
        order.RequestedOn = DateOnly.FromDateTime(Instant(RequestedDeliveryDate).UtcDateTime);
        order.Status = OverallSDProcessStatus switch { "A" => "open", "B" => "partial", _ => "done" };
        order.Currency = TransactionCurrency;
        order.Net = Number(TotalNetAmount);
        order.Reference = PurchaseOrderByCustomer;
        order.Organization = SalesOrganization;
        order.PaymentTerms = CustomerPaymentTerms;
        order.ChangedAt = Instant(LastChangeDateTime);
        foreach (var item in Items.Results)
        {
            var line = order.Lines.Find(held => held.Number == item.SalesOrderItem);
            if (line is null)
                order.Lines.Add(line = new OrderLineEntity { Number = item.SalesOrderItem });
            line.ProductId = item.Material;
            line.Description = item.SalesOrderItemText;
            line.Quantity = Number(item.RequestedQuantity);
            line.Unit = item.RequestedQuantityUnit;
            line.Net = Number(item.NetAmount);
            line.Currency = item.TransactionCurrency;
            line.Allocated = Number(item.ConfdDelivQtyInOrderQtyUnit);
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text.AsSpan("/Date(".Length, 13), NumberStyles.None, CultureInfo.InvariantCulture));
}
