using IntegrationHub.Core.Canonical;
using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Customer360;

/// <summary>How far each step of an order has come, 0 to 1.</summary>
internal readonly record struct OrderProgress(double Allocated, double Shipped, double Invoiced, double Paid)
{
    internal static OrderProgress Of(OrderStory story)
    {
        var order = story.Order.Record;
        var shipped = ShippedShare(order, story.Shipments);
        // What has shipped needs no allocation any more: the ERP has released it.
        var allocated = Math.Max(shipped, LineShare(order, line => (line.Allocated?.Value ?? 0) + (line.Shipped?.Value ?? 0)) ?? 0);
        return new OrderProgress(allocated, shipped, InvoicedShare(order, story.Invoices), PaidShare(story.Invoices));
    }

    private static double ShippedShare(Order order, IReadOnlyList<Stored<Shipment>> shipments)
    {
        if (order.Lines?.Any(line => line.Shipped is not null) == true)
            return LineShare(order, line => line.Shipped?.Value ?? 0) ?? 0;
        if (!shipments.Any(shipment => shipment.Record.Status is ShipmentStatus.Shipped or ShipmentStatus.Delivered || shipment.Record.ShippedAt is not null))
            return 0;
        return order.Status == OrderStatus.Done ? 1 : 0.5;   // some of it; the source does not say how much
    }

    /// <summary>The mean over the lines, because lines may count in different units. Null when nothing is to be delivered.</summary>
    private static double? LineShare(Order order, Func<OrderLine, decimal> done)
    {
        double sum = 0;
        var lines = 0;
        foreach (var line in order.Lines ?? [])
        {
            var wanted = (line.Quantity?.Value ?? 0) - (line.Cancelled?.Value ?? 0);
            if (wanted <= 0)
                continue;
            sum += (double)Math.Clamp(done(line) / wanted, 0, 1);
            lines++;
        }
        return lines == 0 ? null : sum / lines;
    }

    private static double InvoicedShare(Order order, IReadOnlyList<InvoiceStory> invoices)
    {
        if (invoices.Count == 0)
            return 0;
        var wanted = (order.Gross ?? order.Net)?.Amount ?? 0;
        return wanted <= 0 ? 1 : (double)Math.Clamp(invoices.Sum(story => AmountOf(story.Invoice.Record)) / wanted, 0, 1);
    }

    private static double PaidShare(IReadOnlyList<InvoiceStory> invoices)
    {
        var billed = invoices.Sum(story => AmountOf(story.Invoice.Record));
        var open = invoices.Sum(story => story.Invoice.Record.Open?.Amount ?? AmountOf(story.Invoice.Record) - story.Payments.Sum(payment => payment.Record.Amount?.Amount ?? 0));
        return invoices.Count == 0 ? 0 : billed <= 0 ? 1 : (double)Math.Clamp((billed - open) / billed, 0, 1);
    }

    private static decimal AmountOf(Invoice invoice) => (invoice.Gross ?? invoice.Net)?.Amount ?? 0;
}
