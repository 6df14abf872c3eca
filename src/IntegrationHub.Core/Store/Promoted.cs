using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Store;

/// <summary>The few values of a record that get a column beside the document, because they are searched, sorted or summed.</summary>
internal readonly record struct Promoted(
    string? Number, DateOnly? HappenedOn, DateOnly? DueOn, Money? Amount, Money? OpenAmount, string? ParentId)
{
    public static Promoted Of(CanonicalRecord record) => record switch
    {
        Customer customer => new(customer.Key.Id, null, null, customer.CreditLimit, null, customer.Parent?.Id),
        Contact => new(null, null, null, null, null, null),
        Product product => new(product.Sku, null, null, null, null, null),
        Order order => new(order.Number, order.OrderedOn, order.RequestedOn, order.Gross ?? order.Net, null, null),
        Shipment shipment => new(shipment.Number, DayOf(shipment.ShippedAt) ?? shipment.PlannedOn, null, null, null, shipment.Order?.Id),
        Invoice invoice => new(invoice.Number, invoice.IssuedOn, invoice.DueOn, invoice.Gross ?? invoice.Net, invoice.Open, invoice.Order?.Id),
        Payment payment => new(payment.Number, payment.ReceivedOn, null, payment.Amount, null, payment.Invoice?.Id),
        StockLevel stock => new(null, DayOf(stock.AsOf), null, null, null, stock.Product.Id),
        Contract contract => new(contract.Number, contract.StartsOn, contract.EndsOn, contract.Value, null, null),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.Kind, "Not a canonical entity."),
    };

    private static DateOnly? DayOf(DateTimeOffset? instant) => instant is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;
}
