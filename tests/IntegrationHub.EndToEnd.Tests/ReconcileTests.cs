using System.Net.Http.Headers;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>Source, hub and CRM held against each other: the real command line, real files and the real demo CRM, which lists what it has.</summary>
public sealed class ReconcileTests
{
    [Fact]
    public async Task What_somebody_deletes_in_the_CRM_is_named_and_what_is_whole_agrees_in_all_three()
    {
        await using var world = await HubWorld.CreateAsync(12);
        await world.SyncAndDeliverAsync();

        var said = await world.RunAsync(0, "reconcile", "northwind");
        said.ShouldContain("northwind/Orders: agrees, 12 at the source");
        said.ShouldContain("demo-crm: agrees, 12 there by its own list, 12 of 12 acknowledged as they are now.");
        said.ShouldNotContain("DIFFERS");

        var order = world.Crm.All("orders").First();
        using (var person = new HttpClient { BaseAddress = world.Crm.Address })
        {
            person.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "end-to-end");
            (await person.DeleteAsync($"/api/orders/{order.Id}")).EnsureSuccessStatusCode();
            (await person.PostAsync("/api/orders", new StringContent("""{"externalId":"northwind:order:99999","number":"made by hand"}""", System.Text.Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
        }

        said = await world.RunAsync(1, "reconcile", "northwind/Orders");
        said.ShouldContain("northwind/Orders: agrees, 12 at the source");
        said.ShouldContain($"demo-crm: DIFFERS, 12 there by its own list");
        said.ShouldContain($"1 acknowledged by demo-crm and no longer there: {order.ExternalId}. To send them again: hub reconcile northwind/Orders --repair");
        said.ShouldContain("1 in demo-crm, and not known to the hub as delivered (it deletes nothing it does not know): northwind:order:99999.");

        (await world.RunAsync(1, "reconcile", "northwind/Orders", "--repair")).ShouldContain("1 marked again for demo-crm. To send them now: hub deliver demo-crm");
        await world.RunAsync(0, "deliver", "demo-crm");
        world.Crm.WithExternalId("orders", order.ExternalId!).Count.ShouldBe(1);
    }
}
