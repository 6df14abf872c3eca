using System.Buffers.Text;
using System.Text.Json;

namespace IntegrationHub.Bench.Baselines;

/// <summary>Walks a page once with the reader and hands over each order: the parsing of both COPY baselines.</summary>
internal static class OrderReader
{
    /// <returns>How many orders there were, and whether more pages follow.</returns>
    public static (int Orders, bool More) Read(ReadOnlySpan<byte> page, Action<OrderRow> take)
    {
        var order = new OrderRow();
        var orders = 0;
        var more = false;
        var json = new Utf8JsonReader(page);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("results"u8))
            {
                json.Read();
                while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                {
                    ReadOrder(ref json, order);
                    take(order);
                    orders++;
                }
            }
            else
            {
                more |= json.ValueTextEquals("__next"u8);
            }
        }
        return (orders, more);
    }

    private static void ReadOrder(ref Utf8JsonReader json, OrderRow order)
    {
        var start = (int)json.TokenStartIndex;
        order.Lines.Clear();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("SalesOrder"u8)) order.Id = Text(ref json);
            else if (json.ValueTextEquals("SoldToParty"u8)) order.CustomerId = Text(ref json);
            else if (json.ValueTextEquals("SalesOrganization"u8)) order.Organization = Text(ref json);
            else if (json.ValueTextEquals("SalesOrderDate"u8)) order.OrderedOn = Date(ref json);
            else if (json.ValueTextEquals("RequestedDeliveryDate"u8)) order.RequestedOn = Date(ref json);
            else if (json.ValueTextEquals("LastChangeDateTime"u8)) order.ChangedAt = Instant(ref json);
            else if (json.ValueTextEquals("PurchaseOrderByCustomer"u8)) order.Reference = Text(ref json);
            else if (json.ValueTextEquals("TotalNetAmount"u8)) order.Net = Number(ref json);
            else if (json.ValueTextEquals("TransactionCurrency"u8)) order.Currency = Text(ref json);
            else if (json.ValueTextEquals("CustomerPaymentTerms"u8)) order.PaymentTerms = Text(ref json);
            else if (json.ValueTextEquals("OverallSDProcessStatus"u8)) order.Status = Text(ref json) switch { "A" => "open", "B" => "partial", _ => "done" };
            else if (json.ValueTextEquals("to_Item"u8)) ReadLines(ref json, order);
            else json.Skip();
        }
        order.Raw = (start, (int)json.BytesConsumed);
    }

    private static void ReadLines(ref Utf8JsonReader json, OrderRow order)
    {
        json.Read();                                        // {
        json.Read();                                        // results
        json.Read();                                        // [
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var line = default(OrderLineRow);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("SalesOrderItem"u8)) line.Number = Text(ref json);
                else if (json.ValueTextEquals("SalesOrderItemText"u8)) line.Description = Text(ref json);
                else if (json.ValueTextEquals("Material"u8)) line.ProductId = Text(ref json);
                else if (json.ValueTextEquals("RequestedQuantity"u8)) line.Quantity = Number(ref json);
                else if (json.ValueTextEquals("RequestedQuantityUnit"u8)) line.Unit = Text(ref json);
                else if (json.ValueTextEquals("ConfdDelivQtyInOrderQtyUnit"u8)) line.Allocated = Number(ref json);
                else if (json.ValueTextEquals("NetAmount"u8)) line.Net = Number(ref json);
                else json.Skip();
            }
            order.Lines.Add(line);
        }
        json.Read();                                        // }
    }

    private static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString()!;
    }

    private static decimal Number(ref Utf8JsonReader json)
    {
        json.Read();
        return Utf8Parser.TryParse(json.ValueSpan, out decimal value, out _) ? value : throw new FormatException("Not a decimal.");
    }

    private static DateOnly Date(ref Utf8JsonReader json) => DateOnly.FromDateTime(Instant(ref json).UtcDateTime);

    /// <summary><c>/Date(1609459200000)/</c>, <c>/Date(1609459200000+0000)/</c>.</summary>
    private static DateTimeOffset Instant(ref Utf8JsonReader json)
    {
        json.Read();
        return Utf8Parser.TryParse(json.ValueSpan["/Date("u8.Length..], out long milliseconds, out _)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException("Not a date of OData V2.");
    }
}
