namespace IntegrationHub.Core.Tests.Store;

public sealed class WaitingTests : StoreTest
{
    [Fact]
    public async Task An_order_that_comes_before_its_customer_is_attached_and_marked_again_when_the_customer_comes()
    {
        var order = await StoreAsync(Some.Order("SO-1"));
        order.Waiting.ShouldBe(1);

        var customer = await StoreAsync(Some.Customer("C1"));

        customer.Marked.ShouldBe(2);
        (await QueryAsync<long>("select customer_no from hub.record where id = 'SO-1'")).ShouldBe(await QueryAsync<long>("select customer_no from hub.customer"));
        (await QueryAsync<int>("select o.version from hub.outbox o join hub.record r using (record_no) where r.id = 'SO-1'")).ShouldBe(2);
        (await CountAsync("hub.waiting")).ShouldBe(0);
    }

    [Fact]
    public async Task A_shipment_that_knows_only_its_order_gets_the_orders_customer_in_every_order_of_arrival()
    {
        await StoreAsync(Some.Shipment("D-1", "SO-1"));
        await StoreAsync(Some.Order("SO-1"));
        (await CountAsync("hub.waiting")).ShouldBe(2);

        await StoreAsync(Some.Customer("C1"));

        (await CountAsync("hub.record where customer_no is null")).ShouldBe(0);
        (await CountAsync("hub.waiting")).ShouldBe(0);
    }

    [Fact]
    public async Task An_order_that_changes_while_it_waits_goes_on_waiting_for_its_new_customer_only()
    {
        await StoreAsync(Some.Order("SO-1", customer: "C1"));
        await StoreAsync(Some.Order("SO-1", customer: "C2"));
        await StoreAsync(Some.Customer("C1"));
        (await CountAsync("hub.record where id = 'SO-1' and customer_no is null")).ShouldBe(1);

        await StoreAsync(Some.Customer("C2"));

        (await QueryAsync<long>("select customer_no from hub.record where id = 'SO-1'")).ShouldBe(await QueryAsync<long>("select customer_no from hub.record where id = 'C2'"));
    }

    [Fact]
    public async Task Customers_and_orders_arriving_at_once_never_miss_each_other()
    {
        for (var i = 0; i < 20; i++)
        {
            var customer = $"C{i}";
            await Task.WhenAll(StoreAsync(Some.Order($"SO-{i}", customer)), StoreAsync(Some.Customer(customer)));
        }

        (await CountAsync("hub.record where customer_no is null")).ShouldBe(0);
        (await CountAsync("hub.waiting")).ShouldBe(0);
    }
}
