using System.Text.Json.Nodes;
using DemoCrm.Dialects;
using DemoCrm.Dialects.Salesforce;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>The whole Northwind history through the real hub into the stand-in for Salesforce, with the mappings and the package that come with the connector.</summary>
public sealed class SalesforceTests
{
    private const string Secret = "end-to-end-secret";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task Every_customers_history_is_in_the_org_as_it_is_in_the_hub(bool inBulk)
    {
        await using var org = await StandIn.StartAsync(new SalesforceDialect(), new StandInOptions { Secret = Secret });
        await using var world = await HubWorld.CreateAsync();
        await world.SettingsAsync(settings =>
        {
            var connections = settings["Connections"]!.AsObject();
            connections.Remove("demo-crm");
            connections["crm"] = new JsonObject
            {
                ["Connector"] = "salesforce",
                ["Options"] = new JsonObject { ["BaseUrl"] = org.Address.GetLeftPart(UriPartial.Authority), ["Auth"] = new JsonObject { ["ClientId"] = "hub", ["ClientSecret"] = Secret } },
                ["Deliver"] = inBulk ? new JsonObject { ["BulkBatchSize"] = 10_000, ["LeaseSeconds"] = 900 } : [],
            };
            if (inBulk)
                connections["crm"]!["Options"]!["BulkFrom"] = 500;
        });
        var byHand = org.Store.Add("Product2", new JsonObject { ["Name"] = "made by hand", ["ProductCode"] = "11" });

        await world.SyncAndDeliverAsync();

        (await world.CountAsync("hub.parked")).ShouldBe(0);
        (await NorthwindHistory.OfHubAsync(world)).ShouldBe(HistoryOf(org.Store));
        org.Store.Where("Product2", "ProductCode", "11").Single().Id.ShouldBe(byHand.Id);   // bound, not doubled
        foreach (var table in org.Store.Tables)
            table.Ever.Count.ShouldBe(table.Ever.Select(record => record.Text("ERP_ID__c")).Distinct().Count(), table.Name);
        org.Store.Table("ERP_Order_Line__c").Present.Count().ShouldBe(2155);
        org.Calls.Count.ShouldBeLessThan(150);   // for 5,753 records
        org.Calls.Count(call => call.Method == "PUT" && call.Target.EndsWith("/batches", StringComparison.Ordinal)).ShouldBe(inBulk ? 5 : 0);   // orders, their lines, shipments, invoices, payments

        // one line less, and an account that somebody deletes
        var account = org.Store.Where("Account", "ERP_ID__c", "northwind:customer:ALFKI").Single();
        org.Store.Remove("Account", account.Id);
        await NorthwindHistory.ChangeAsync(world, "OrderDetails.csv", lines => lines.Where(line => !line.StartsWith("10248,2,", StringComparison.Ordinal)));
        await NorthwindHistory.ChangeAsync(world, "Customers.csv", lines => lines.Select(line => line.Replace("Alfreds Futterkiste", "Alfreds Futterkiste GmbH", StringComparison.Ordinal)));
        await world.RunAsync(0, "sync", "--all");
        await world.RunAsync(1, "deliver", "crm");
        org.Store.Where("ERP_Order_Line__c", "ERP_Order__c", org.Store.Where("ERP_Order__c", "Name", "10248").Single().Id).Select(line => line.Text("Name")).ShouldBe(["1", "3"], ignoreOrder: true);
        (await world.QueryAsync<string>("select string_agg(record_key, ',') from (select r.id as record_key from hub.parked p join hub.record r using (record_no)) parked")).ShouldBe("ALFKI");
        org.Store.Where("Account", "ERP_ID__c", "northwind:customer:ALFKI").ShouldBeEmpty();
    }

    private static string HistoryOf(StandInStore org)
    {
        var accounts = org.Table("Account").Present.ToDictionary(account => account.Id, account => account.Text("ERP_ID__c"));
        var quantities = org.Table("ERP_Order_Line__c").Present.GroupBy(line => line.Text("ERP_Order__c")!).ToDictionary(order => order.Key, order => order.Sum(line => line.Fields["ERP_Quantity__c"]!.GetValue<decimal>()));
        return string.Join('\n', new[] { ("ERP_Order__c", "ERP_Gross__c"), ("ERP_Shipment__c", ""), ("ERP_Invoice__c", "ERP_Gross__c"), ("ERP_Payment__c", "ERP_Amount__c"), ("ERP_Contract__c", "ERP_Value__c") }
            .SelectMany(item => org.Table(item.Item1).Present.Select(record =>
                $"{record.Text("ERP_ID__c")} {accounts[record.Text("ERP_Account__c")!]} {record.Text("Name")} {NorthwindHistory.Number(record.Fields[item.Item2]?.GetValue<decimal>() ?? 0)}{(quantities.TryGetValue(record.Id, out var quantity) ? " " + NorthwindHistory.Number(quantity) : "")}"))
            .Order(StringComparer.Ordinal));
    }
}
