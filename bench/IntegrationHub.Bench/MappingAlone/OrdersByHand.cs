using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Bench.MappingAlone;

/// <summary>What <c>mappings/erp/A_SalesOrder.yaml</c> says, written by hand: one walk with the reader, straight into the canonical order.</summary>
internal static class OrdersByHand
{
    /// <summary>Amounts wait for the currency, which may stand behind them.</summary>
    private sealed class Parts
    {
        public string? Number, Currency, Customer, Organization, PaymentTerms, Reference;
        public DateOnly? OrderedOn, RequestedOn;
        public DateTimeOffset? ChangedAt;
        public OrderStatus? Status;
        public decimal? Net;
    }

    public static Order Map(string system, string id, ReadOnlySpan<byte> json)
    {
        var parts = new Parts();
        var lines = new List<OrderLine>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("SalesOrder"u8)) parts.Number = Text(ref reader);
            else if (reader.ValueTextEquals("SoldToParty"u8)) parts.Customer = Text(ref reader);
            else if (reader.ValueTextEquals("SalesOrganization"u8)) parts.Organization = Text(ref reader);
            else if (reader.ValueTextEquals("SalesOrderDate"u8)) parts.OrderedOn = Date(ref reader);
            else if (reader.ValueTextEquals("RequestedDeliveryDate"u8)) parts.RequestedOn = Date(ref reader);
            else if (reader.ValueTextEquals("LastChangeDateTime"u8)) parts.ChangedAt = Instant(ref reader);
            else if (reader.ValueTextEquals("PurchaseOrderByCustomer"u8)) parts.Reference = Text(ref reader);
            else if (reader.ValueTextEquals("TotalNetAmount"u8)) parts.Net = Number(ref reader);
            else if (reader.ValueTextEquals("TransactionCurrency"u8)) parts.Currency = Text(ref reader);
            else if (reader.ValueTextEquals("CustomerPaymentTerms"u8)) parts.PaymentTerms = Text(ref reader);
            else if (reader.ValueTextEquals("OverallSDProcessStatus"u8)) parts.Status = Status(ref reader);
            else if (reader.ValueTextEquals("to_Item"u8)) Lines(ref reader, system, lines);
            else reader.Skip();
        }

        return new Order
        {
            Key = new RecordKey(system, "order", id),
            SourceTime = parts.ChangedAt,
            Number = parts.Number ?? throw new FormatException("An order without a number."),
            OrderedOn = parts.OrderedOn,
            RequestedOn = parts.RequestedOn,
            Status = parts.Status,
            Currency = parts.Currency,
            Net = Amount(parts.Net, parts.Currency),
            Customer = parts.Customer is { } customer ? new RecordKey(system, "customer", customer) : null,
            Lines = lines,
            Attributes = Attributes(parts),
        };
    }

    private static JsonObject Attributes(Parts parts)
    {
        var attributes = new JsonObject();
        if (parts.Organization is { } organization) attributes["organization"] = organization;
        if (parts.PaymentTerms is { } terms) attributes["paymentTerms"] = terms;
        if (parts.Reference is { } reference) attributes["reference"] = reference;
        return attributes;
    }

    private static void Lines(ref Utf8JsonReader reader, string system, List<OrderLine> lines)
    {
        reader.Read();                                        // {
        reader.Read();                                        // results
        reader.Read();                                        // [
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            lines.Add(Line(ref reader, system));
        reader.Read();                                        // }
    }

    private static OrderLine Line(ref Utf8JsonReader reader, string system)
    {
        string? number = null, product = null, description = null, unit = null, currency = null;
        decimal? quantity = null, net = null, allocated = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("SalesOrderItem"u8)) number = Text(ref reader);
            else if (reader.ValueTextEquals("SalesOrderItemText"u8)) description = Text(ref reader);
            else if (reader.ValueTextEquals("Material"u8)) product = Text(ref reader);
            else if (reader.ValueTextEquals("RequestedQuantity"u8)) quantity = Number(ref reader);
            else if (reader.ValueTextEquals("RequestedQuantityUnit"u8)) unit = Text(ref reader);
            else if (reader.ValueTextEquals("ConfdDelivQtyInOrderQtyUnit"u8)) allocated = Number(ref reader);
            else if (reader.ValueTextEquals("NetAmount"u8)) net = Number(ref reader);
            else if (reader.ValueTextEquals("TransactionCurrency"u8)) currency = Text(ref reader);
            else reader.Skip();
        }

        return new OrderLine
        {
            Number = number ?? throw new FormatException("A line without a number."),
            Product = product is null ? null : new RecordKey(system, "product", product),
            Description = description,
            Quantity = Measure(quantity, unit),
            Net = Amount(net, currency),
            Allocated = Measure(allocated, unit),
        };
    }

    private static Money? Amount(decimal? amount, string? currency) =>
        amount is null ? null : new Money(amount.Value, currency ?? throw new FormatException("An amount without a currency."));

    private static Quantity? Measure(decimal? value, string? unit) =>
        value is null ? null : new Quantity(value.Value, unit ?? throw new FormatException("A quantity without a unit."));

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() is { Length: > 0 } text ? text : null;
    }

    private static OrderStatus? Status(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.ValueTextEquals("A"u8) ? OrderStatus.Open
            : reader.ValueTextEquals("B"u8) ? OrderStatus.Partial
            : reader.ValueTextEquals("C"u8) ? OrderStatus.Done
            : throw new FormatException("No status.");
    }

    private static decimal Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var read) && read == reader.ValueSpan.Length ? value : throw new FormatException("Not a number.");
    }

    private static DateOnly Date(ref Utf8JsonReader reader) => DateOnly.FromDateTime(Instant(ref reader).UtcDateTime);

    /// <summary><c>/Date(1609459200000)/</c>, <c>/Date(1609459200000+0000)/</c>.</summary>
    private static DateTimeOffset Instant(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Utf8Parser.TryParse(reader.ValueSpan["/Date("u8.Length..], out long milliseconds, out _)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException("Not a date of OData V2.");
    }
}
