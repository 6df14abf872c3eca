using System.Globalization;
using System.Text.Json.Nodes;
using DemoCrm.Dialects;
using DemoCrm.Dialects.C4c;
using DemoCrm.Dialects.Dataverse;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>The whole Northwind history through the real hub into the stand-ins for Dynamics 365 Sales and SAP Sales Cloud, with the mappings that come with the connectors.</summary>
[Trait("Category", "Slow")]
public sealed class OtherCrmTests
{
    private const string Secret = "end-to-end-secret";

    private static readonly string[] Documents = ["order", "shipment", "invoice", "payment", "contract"];

    [Fact]
    public async Task Every_customers_history_is_in_dynamics_as_it_is_in_the_hub()
    {
        await using var crm = await StandIn.StartAsync(new DataverseDialect(), new StandInOptions { Secret = Secret });
        await using var world = await DeliveredAsync("dynamics365", new JsonObject
        {
            ["EnvironmentUrl"] = crm.Address.GetLeftPart(UriPartial.Authority),
            ["Auth"] = new JsonObject { ["TokenUrl"] = new Uri(crm.Address, "/contoso/oauth2/v2.0/token").AbsoluteUri, ["ClientId"] = "hub", ["ClientSecret"] = Secret },
        });

        var accounts = crm.Store.Table("account").Present.ToDictionary(account => account.Id, account => Key(account.Text("erp_key")));
        var quantities = crm.Store.Table("erp_order_line").Present.GroupBy(line => line.Text("erp_orderid")!).ToDictionary(order => order.Key, order => order.Sum(line => Amount(line, "erp_quantity")));
        string[] amounts = ["erp_gross", "", "erp_gross", "erp_amount", "erp_value"];
        var history = Documents.Zip(amounts).SelectMany(kind => crm.Store.Table($"erp_{kind.First}").Present.Select(record => NorthwindHistory.Line(Key(record.Text("erp_key")), accounts[record.Text("erp_customerid")!],
            record.Text("erp_name"), Amount(record, kind.Second), quantities.TryGetValue(record.Id, out var quantity) ? quantity : null)));
        string.Join('\n', history.Order(StringComparer.Ordinal)).ShouldBe(await NorthwindHistory.OfHubAsync(world));
        foreach (var table in crm.Store.Tables.Where(table => table.FieldTypes.ContainsKey("erp_key")))
            table.Ever.Count.ShouldBe(table.Ever.Select(record => record.Text("erp_key")).Distinct(StringComparer.OrdinalIgnoreCase).Count(), table.Name);
        crm.Store.Table("erp_order_line").Present.Count().ShouldBe(2155);

        // one line less, and an account that somebody deletes
        var alfki = crm.Store.Where("account", "erp_number", "ALFKI").Single();
        crm.Store.Remove("account", alfki.Id);
        await NorthwindHistory.ChangeAsync(world, "OrderDetails.csv", lines => lines.Where(line => !line.StartsWith("10248,2,", StringComparison.Ordinal)));
        await NorthwindHistory.ChangeAsync(world, "Customers.csv", lines => lines.Select(line => line.Replace("Alfreds Futterkiste", "Alfreds Futterkiste GmbH", StringComparison.Ordinal)));
        await world.RunAsync(0, "sync", "--all");
        await world.RunAsync(1, "deliver", "crm");
        crm.Store.Where("erp_order_line", "erp_orderid", crm.Store.Where("erp_order", "erp_name", "10248").Single().Id).Select(line => line.Text("erp_name")).ShouldBe(["1", "3"], ignoreOrder: true);
        crm.Store.Where("account", "erp_number", "ALFKI").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_customers_history_is_in_sap_sales_cloud_as_it_is_in_the_hub()
    {
        await using var crm = await StandIn.StartAsync(new C4cDialect(), new StandInOptions { Secret = Secret });
        await using var world = await DeliveredAsync("sap-sales-cloud", new JsonObject
        {
            ["TenantUrl"] = crm.Address.GetLeftPart(UriPartial.Authority),
            ["Auth"] = new JsonObject { ["User"] = "HUB", ["Secret"] = Secret },
        });

        var accounts = crm.Store.Table("CorporateAccount").Present.ToDictionary(account => Guid.Parse(account.Id), account => account.Text("ExternalID"));
        var quantities = crm.Store.Table("ErpOrderItem").Present.GroupBy(item => item.Text("ParentObjectID")!).ToDictionary(order => order.Key, order => order.Sum(item => Amount(item, "Quantity")));
        string[] amounts = ["Gross", "", "Gross", "Amount", "Value"];
        var history = Documents.Zip(amounts).SelectMany(kind => crm.Store.Table($"Erp{char.ToUpperInvariant(kind.First[0])}{kind.First[1..]}").Present.Select(record => NorthwindHistory.Line(record.Text("ExternalID"),
            accounts[Guid.Parse(record.Text("AccountUUID")!)], record.Text("Number"), Amount(record, kind.Second), quantities.TryGetValue(record.Id, out var quantity) ? quantity : null)));
        string.Join('\n', history.Order(StringComparer.Ordinal)).ShouldBe(await NorthwindHistory.OfHubAsync(world));
        foreach (var table in crm.Store.Tables.Where(table => table.FieldTypes.ContainsKey("ExternalID")))
            table.Ever.Count.ShouldBe(table.Ever.Select(record => record.Text("ExternalID")).Distinct().Count(), table.Name);
        crm.Store.Table("ErpOrderItem").Present.Count().ShouldBe(2155);
    }

    private static async Task<HubWorld> DeliveredAsync(string connector, JsonObject options)
    {
        var world = await HubWorld.CreateAsync();
        await world.SettingsAsync(settings =>
        {
            var connections = settings["Connections"]!.AsObject();
            connections.Remove("demo-crm");
            connections["crm"] = new JsonObject { ["Connector"] = connector, ["Options"] = options, ["Deliver"] = new JsonObject() };
        });
        await world.SyncAndDeliverAsync();
        (await world.CountAsync("hub.parked")).ShouldBe(0);
        return world;
    }

    private static decimal Amount(StandInRecord record, string field) => record.Text(field) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>As Northwind's keys come out of an alternate key.</summary>
    private static string? Key(string? written) => written?.Replace("~.", ":", StringComparison.Ordinal).Replace("~~", "", StringComparison.Ordinal);
}
