using System.Text.Json.Nodes;
using SapStandIn;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>A whole S/4HANA, as the stand-in has it, in a real hub: against the ground truth that came with the data, and against the stand-in itself once it has changed.</summary>
public sealed class SapTests
{
    private static readonly string[] Entities = ["A_BusinessPartner", "A_BusinessPartnerContact", "A_Product", "A_SalesOrder", "A_OutbDeliveryHeader", "A_BillingDocument", "A_OperationalAcctgDocItemCube", "A_MatlStkInAcctMod", "A_SalesContract"];

    [Fact]
    [Trait("Category", "Slow")]
    public async Task S4HANA_whole_is_right_in_the_hub_and_stays_right_when_it_changes()
    {
        await using var sap = await SapServer.StartAsync(options: new SapStandIn.SapOptions { PageSize = 60 });
        await using var world = await WorldAsync(sap.Address);
        SapFigures.Of(sap.Data).ShouldBe(SapFigures.OfTruth(), "the way the stand-in's rows are added up is wrong");

        await world.RunAsync(0, "check");
        await world.RunAsync(0, "sync", "--all");
        (await SapFigures.OfHubAsync(world)).ShouldBe(SapFigures.OfTruth());
        (await world.CountAsync("hub.parked")).ShouldBe(0);
        (await world.CountAsync("hub.waiting")).ShouldBe(0);
        (await world.QueryAsync<string>("select doc->>'name' from hub.record where entity = 3 and id = 'TG0010'")).ShouldBe("ベアリング 100型");
        await ReferencesLeadSomewhereAsync(world);

        // a customer nothing hangs on, who is to go
        sap.Data["A_BusinessPartner"].Put(("BusinessPartner", "10199999"), ("Customer", "10199999"), ("BusinessPartnerCategory", "2"), ("BusinessPartnerFullName", "Gone Ltd"), ("CreationDate", new DateTime(2026, 6, 30)));
        await world.RunAsync(0, "sync", "s4/A_BusinessPartner");

        // again: nothing is written
        var before = await world.QueryAsync<string>("select md5(string_agg(xmin::text || ctid::text, ',' order by record_no)) from hub.record");
        await world.RunAsync(0, "sync", "--all");
        (await world.QueryAsync<string>("select md5(string_agg(xmin::text || ctid::text, ',' order by record_no)) from hub.record")).ShouldBe(before);

        // a day's work, with pages so small that their borders fall within it
        sap.Engine.Options.PageSize = 2;
        Work(sap, new DateTimeOffset(2026, 7, 1, 9, 30, 0, TimeSpan.Zero));
        await world.RunAsync(0, "sync", "--all");
        (await world.CountAsync("hub.record where entity = 4 and id = '900005'")).ShouldBe(0, "it is not committed");
        sap.Data["A_SalesOrder"].Commit();
        sap.Data["A_SalesOrderItem"].Commit();
        await world.RunAsync(0, "sync", "--all");
        (await world.RunAsync(0, "deletes", "s4/A_BusinessPartner")).ShouldContain("1");
        (await SapFigures.OfHubAsync(world)).ShouldBe(SapFigures.Of(sap.Data));
        SapFigures.Of(sap.Data).ShouldNotBe(SapFigures.OfTruth());
        (await world.QueryAsync<string>("select string_agg(id, ' ' order by id) from hub.record where entity = 1 and deleted")).ShouldBe("10199999");
        (await world.QueryAsync<string>("select doc->>'status' from hub.record where entity = 4 and id = '7'")).ShouldBe("cancelled", "rejected, which is no delete");
        (await world.CountAsync("hub.parked")).ShouldBe(0);
    }

    /// <summary>What happens in a day.</summary>
    private static void Work(SapServer sap, DateTimeOffset now)
    {
        var (data, today) = (sap.Data, now.UtcDateTime.Date);
        var (orders, items, accounts) = (data["A_SalesOrder"], data["A_SalesOrderItem"], data["A_OperationalAcctgDocItemCube"]);
        // five of one instant, parted only by digits that JSON does not show
        foreach (var (number, index) in new[] { "20", "21", "9", "100", "101" }.Select((number, index) => (number, index)))
        {
            items.Change([number, "10"], ("NetAmount", 1000m + index));
            orders.Change(number, ("TotalNetAmount", 777m + index), ("LastChangeDateTime", now.AddTicks(index * 3)));
        }

        orders.Change("7", ("OverallSDDocumentRejectionSts", "C"), ("LastChangeDateTime", now.AddMinutes(1)));
        // a new one, and one that is committed when later ones were read
        foreach (var (number, put, itemsPut, at) in new (string, Action<(string, object?)[]>, Action<(string, object?)[]>, DateTimeOffset)[]
            { ("900004", orders.Put, items.Put, now.AddMinutes(2)), ("900005", orders.PutUncommitted, items.PutUncommitted, now.AddMinutes(-4)) })
        {
            put([("SalesOrder", number), ("SoldToParty", "10100003"), ("SalesOrderDate", today), ("CreationDate", today), ("TransactionCurrency", "JPY"), ("TotalNetAmount", 123m), ("OverallSDProcessStatus", "A"), ("LastChangeDateTime", at)]);
            itemsPut([("SalesOrder", number), ("SalesOrderItem", "10"), ("Material", "TG0010"), ("RequestedQuantity", 1m), ("RequestedQuantityUnit", "PC"), ("TransactionCurrency", "JPY"), ("NetAmount", 123m)]);
        }

        // an invoice is paid: of it only the accounting item changes
        var open = accounts.Rows.First(row => row["IsCleared"] is false);
        var clearing = new (string, object?)[] { ("IsCleared", true), ("ClearingAccountingDocument", "1499999999"), ("ClearingDate", today), ("LastChangeDate", today) };
        accounts.Put(open.With(clearing.Select(value => KeyValuePair.Create(value.Item1, value.Item2))));
        accounts.Put(open.With([.. clearing.Select(value => KeyValuePair.Create(value.Item1, value.Item2)), new("AccountingDocument", "1499999999"), new("AccountingDocumentType", "DZ"), new("BillingDocument", ""),
            new("PostingDate", today), new("AmountInTransactionCurrency", -(decimal)open["AmountInTransactionCurrency"]!)]));
        // stock moves, a contract ends, and a customer comes
        data["A_MatlStkInAcctMod"].Put(data["A_MatlStkInAcctMod"].Rows.First(row => row["InventoryStockType"] is "01").With([new("MatlWrhsStkQtyInMatlBaseUnit", 4321m)]));
        data["A_SalesContract"].Change("40000000", ("OverallSDProcessStatus", "C"), ("TotalNetAmount", 5m), ("LastChangeDateTime", now));
        data["A_BusinessPartner"].Put(("BusinessPartner", "10199998"), ("Customer", "10199998"), ("BusinessPartnerCategory", "2"), ("BusinessPartnerFullName", "株式会社新規"), ("CreationDate", today), ("LastChangeDate", null));
        data["A_Customer"].Put(("Customer", "10199998"));
        // one goes: physically, since nothing hangs on it
        data["A_BusinessPartner"].Remove("10199999");
    }

    private static async Task ReferencesLeadSomewhereAsync(HubWorld world)
    {
        foreach (var (entity, field, to) in ((int, string, int)[])[(2, "customer", 1), (4, "customer", 1), (5, "order", 4), (6, "order", 4), (7, "invoice", 6), (8, "product", 3), (9, "customer", 1)])
            (await world.CountAsync($"hub.record r where entity = {entity} and not exists (select from hub.record p where p.entity = {to} and p.id = split_part(r.doc->>'{field}', '/', 3))")).ShouldBe(0, $"{entity} {field}");
    }

    internal static async Task<HubWorld> WorldAsync(Uri sap)
    {
        var syncs = new JsonObject();
        foreach (var entity in Entities)
            syncs[entity] = new JsonObject { ["Schedule"] = "0 0 3 * * ?" };
        syncs["A_BusinessPartner"]!["Snapshot"] = new JsonObject { ["Schedule"] = "0 0 4 * * ?" };
        return await HubWorld.WithConnectionsAsync(_ => new JsonObject
        {
            ["s4"] = new JsonObject
            {
                ["Connector"] = "sap-s4",
                ["Options"] = new JsonObject
                {
                    ["BaseUrl"] = sap.AbsoluteUri,
                    ["Client"] = "100",
                    ["Auth"] = new JsonObject { ["Kind"] = "Basic", ["User"] = "HUB", ["Secret"] = "stand-in" },
                },
                ["Syncs"] = syncs,
            },
        });
    }
}
