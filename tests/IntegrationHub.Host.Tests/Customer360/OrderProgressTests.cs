using IntegrationHub.Core.Canonical;
using IntegrationHub.Host.Customer360;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Customer360;

public sealed class OrderProgressTests
{
    private static readonly DateOnly Day = new(2026, 5, 1);

    [Fact]
    public void What_has_shipped_needs_no_allocation_any_more() =>
        Of(Some.Order("1", Day, status: OrderStatus.Done)).ShouldBe(new OrderProgress(1, 1, 0, 0));

    [Fact]
    public void Allocation_and_shipping_are_the_mean_over_the_lines()
    {
        var order = Some.Order("1", Day) with
        {
            Lines =
            [
                new OrderLine { Number = "1", Quantity = new Quantity(10, "EA"), Shipped = new Quantity(10, "EA") },
                new OrderLine { Number = "2", Quantity = new Quantity(4, "kg"), Shipped = new Quantity(0, "kg"), Allocated = new Quantity(2, "kg") },
                new OrderLine { Number = "3", Quantity = new Quantity(5, "EA"), Cancelled = new Quantity(5, "EA"), Shipped = new Quantity(0, "EA") },
            ],
        };

        Of(order).ShouldBe(new OrderProgress(0.75, 0.5, 0, 0));
    }

    [Fact]
    public void A_half_paid_invoice_is_half_paid() =>
        Of(Some.Order("1", Day, 1000), invoices: new InvoiceStory(Stored(Some.Invoice("I", "1", Day, 1000, 500)), [])).ShouldBe(new OrderProgress(1, 1, 1, 0.5));

    [Fact]
    public void Without_an_open_amount_the_payments_tell() =>
        Of(Some.Order("1", Day, 1000), invoices: new InvoiceStory(Stored(Some.Invoice("I", "1", Day, 1000, 0) with { Open = null }), [Stored(Some.Payment("P", "I", Day, 250))]))
            .Paid.ShouldBe(0.25);

    [Fact]
    public void A_shipment_counts_when_the_lines_do_not_say()
    {
        var order = Some.Order("1", Day, status: OrderStatus.Partial) with { Lines = [new OrderLine { Number = "1", Quantity = new Quantity(1, "EA") }] };

        OrderProgress.Of(new OrderStory(Stored(order), [Stored(Some.Shipment("S", "1", Day))], [])).Shipped.ShouldBe(0.5);
        Of(order).Shipped.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(18_300, 20_000, 4)]
    [InlineData(9, 10, 4)]
    [InlineData(0.07, 0.08, 4)]
    public void An_axis_has_a_few_round_steps_and_holds_the_largest(double largest, double top, int steps)
    {
        var scale = ChartScale.For((decimal)largest);

        scale.Top.ShouldBe((decimal)top);
        scale.Ticks.Count().ShouldBe(steps + 1);
    }

    private static OrderProgress Of(Order order, params InvoiceStory[] invoices) => OrderProgress.Of(new OrderStory(Stored(order), [], invoices));

    private static Stored<T> Stored<T>(T record) where T : CanonicalRecord => new(record, new Origin(1, record.Key, 1, null, 1, DateTimeOffset.UnixEpoch));
}
