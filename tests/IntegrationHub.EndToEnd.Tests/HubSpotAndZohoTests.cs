using System.Globalization;
using System.Text.Json.Nodes;
using DemoCrm.Dialects;
using DemoCrm.Dialects.HubSpot;
using DemoCrm.Dialects.Zoho;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>The whole Northwind history through the real hub into the stand-ins for HubSpot and Zoho CRM, with the mappings that come with the connectors.</summary>
[Trait("Category", "Slow")]
public sealed class HubSpotAndZohoTests
{
    private const string Secret = "end-to-end-secret";

    private static readonly string[] Documents = ["order", "shipment", "invoice", "payment", "contract"];

    [Fact]
    public async Task Every_customers_history_is_in_hubspot_as_it_is_in_the_hub()
    {
        var dialect = new HubSpotDialect();
        await using var crm = await StandIn.StartAsync(dialect, new StandInOptions { Secret = Secret });
        await using var world = await DeliveredAsync("hubspot", new JsonObject { ["BaseUrl"] = crm.Address.GetLeftPart(UriPartial.Authority), ["Auth"] = new JsonObject { ["Secret"] = Secret } });

        var companies = crm.Store.Table("companies").Present.ToDictionary(company => company.Id, company => company.Text("erp_key"));
        var lines = crm.Store.Table("p_erp_order_line").Present.ToDictionary(line => line.Id);
        string[] amounts = ["erp_gross", "", "erp_gross", "erp_amount", "erp_value"];
        var history = Documents.Zip(amounts).SelectMany(kind => crm.Store.Table($"p_erp_{kind.First}").Present.Select(record => NorthwindHistory.Line(record.Text("erp_key"),
            companies[dialect.Associated($"p_erp_{kind.First}", "companies", record.Id).Single()], record.Text("erp_number"), Amount(record, kind.Second),
            kind.First == "order" ? dialect.Associated("p_erp_order", "p_erp_order_line", record.Id).Sum(line => Amount(lines[line], "erp_quantity")) : null)));
        string.Join('\n', history.Order(StringComparer.Ordinal)).ShouldBe(await NorthwindHistory.OfHubAsync(world));
        ShouldHaveNoDoubles(crm, "erp_key");
        lines.Count.ShouldBe(2155);
    }

    [Fact]
    public async Task Every_customers_history_is_in_zoho_as_it_is_in_the_hub()
    {
        await using var crm = await StandIn.StartAsync(new ZohoDialect(), new StandInOptions { Secret = Secret });
        await using var world = await DeliveredAsync("zoho", new JsonObject
        {
            ["ApiUrl"] = crm.Address.GetLeftPart(UriPartial.Authority),
            ["AccountsUrl"] = crm.Address.GetLeftPart(UriPartial.Authority),
            ["Auth"] = new JsonObject { ["ClientId"] = "hub", ["ClientSecret"] = Secret, ["RefreshToken"] = $"refresh-{Secret}" },
        });

        var accounts = crm.Store.Table("Accounts").Present.ToDictionary(account => account.Id, account => account.Text("ERP_Key"));
        string[] amounts = ["Gross", "", "Gross", "Amount", "Contract_Value"];
        var history = Documents.Zip(amounts).SelectMany(kind => crm.Store.Table($"ERP_{char.ToUpperInvariant(kind.First[0])}{kind.First[1..]}s").Present.Select(record => NorthwindHistory.Line(record.Text("ERP_Key"),
            accounts[(string)record.Fields["Account"]!["id"]!], record.Text("Name"), Amount(record, kind.Second), Quantity(record))));
        string.Join('\n', history.Order(StringComparer.Ordinal)).ShouldBe(await NorthwindHistory.OfHubAsync(world));
        ShouldHaveNoDoubles(crm, "ERP_Key");
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

    private static void ShouldHaveNoDoubles(StandIn crm, string key)
    {
        foreach (var table in crm.Store.Tables.Where(table => table.FieldTypes.ContainsKey(key)))
            table.Ever.Count.ShouldBe(table.Ever.Select(record => record.Text(key)).Distinct(StringComparer.Ordinal).Count(), table.Name);
    }

    private static decimal Amount(StandInRecord record, string field) => record.Text(field) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static decimal? Quantity(StandInRecord order) => order.Fields["Order_Lines"] is JsonArray lines ? lines.Sum(line => line!["Quantity"]!.GetValue<decimal>()) : null;
}
