using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Tests.Pages;

public sealed class CustomerLookupTests(CustomerWorld world) : IClassFixture<CustomerWorld>
{
    [Fact]
    public async Task A_customer_is_found_by_every_key_that_is_shown_of_it()
    {
        var lookup = new CustomerLookup(world.Host.Database);
        await using var shown = world.Host.Database.CreateCommand($"select external_key from hub.customer where customer_no = {CustomerWorld.Yamada}");

        foreach (var name in new[] { "JP-001", "northwind/customer/JP-001", (string)(await shown.ExecuteScalarAsync())!, $"{CustomerWorld.Yamada}" })
            (await lookup.FindAsync(name, default)).ShouldBe(CustomerWorld.Yamada, name);
        (await lookup.FindAsync("northwind:customer:nobody", default)).ShouldBeNull();
    }
}
