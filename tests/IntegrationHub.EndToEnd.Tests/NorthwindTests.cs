using System.Globalization;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>The sample world from end to end, against figures computed from Microsoft's own files, which the hub never reads.</summary>
public sealed class NorthwindTests
{
    private static List<string[]> Original(string file)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "northwind", "original", file));
        using var csv = new Microsoft.VisualBasic.FileIO.TextFieldParser(reader) { Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        var rows = new List<string[]>();
        while (csv.ReadFields() is { } row)
            rows.Add(row);
        return rows[1..];
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Northwind_whole_is_right_in_the_hub_and_in_the_CRM_and_only_changes_travel()
    {
        await using var world = await HubWorld.CreateAsync();
        await world.SyncAndDeliverAsync();

        var orders = Original("Orders.csv");
        var net = Original("OrderDetails.csv").GroupBy(line => line[0]).ToDictionary(order => order.Key, order => order.Sum(line =>
            Math.Round(Number(line[2]) * Number(line[3]) * (1 - Number(line[4])), 2, MidpointRounding.AwayFromZero)));

        // everything is there, and nothing else
        (await world.CountAsync("hub.record where entity = 1")).ShouldBe(91);
        (await world.CountAsync("hub.record where entity = 4")).ShouldBe(830);
        (await world.QueryAsync<long>("select sum(jsonb_array_length(doc->'lines')) from hub.record where entity = 4")).ShouldBe(2155);
        (await world.CountAsync("hub.record where entity = 5")).ShouldBe(809);
        (await world.CountAsync("hub.record where entity = 4 and doc->>'status' <> 'done'")).ShouldBe(21);
        (await world.CountAsync("hub.record where entity = 8")).ShouldBe(77);
        (await world.QueryAsync<decimal>("select sum((doc->'onHand'->>'value')::numeric) from hub.record where entity = 8")).ShouldBe(Original("Products.csv").Sum(product => Number(product[6])));
        (await world.CountAsync("hub.parked")).ShouldBe(0);
        (await world.CountAsync("hub.waiting")).ShouldBe(0);

        // each order has its sum, and hangs on its customer
        (await world.QueryAsync<string>("select string_agg(concat_ws(' ', r.id, (r.doc->'net'->>'amount')::numeric(12,2), split_part(c.external_key, ':', 3)), ',' order by r.id) from hub.record r join hub.customer c using (customer_no) where entity = 4"))
            .ShouldBe(string.Join(',', orders.OrderBy(order => order[0], StringComparer.Ordinal).Select(order => FormattableString.Invariant($"{order[0]} {net[order[0]]:0.00} {order[1]}"))));

        // the CRM shows the same, each object made once
        world.Crm.All("orders").Count.ShouldBe(830);
        world.CrmCount.ShouldBe((int)await world.CountAsync("hub.record"));
        world.CreatedTwice.ShouldBeEmpty();
        var accounts = world.Crm.All("accounts").ToDictionary(account => account.Id, account => account.ExternalId!);
        world.Crm.All("orders").Select(order => $"{order.ExternalId} {accounts[order.Fields["accountId"]!.GetString()!]}").Order(StringComparer.Ordinal)
            .ShouldBe(orders.Select(order => $"northwind:order:{order[0]} northwind:customer:{order[1]}").Order(StringComparer.Ordinal));

        // again: nothing is written, nothing is marked
        var before = await world.QueryAsync<string>("select md5(string_agg(xmin::text || ctid::text, ',' order by record_no)) from hub.record");
        await world.RunAsync(0, "sync", "--all");
        (await world.QueryAsync<string>("select md5(string_agg(xmin::text || ctid::text, ',' order by record_no)) from hub.record")).ShouldBe(before);
        (await world.CountAsync("hub.outbox")).ShouldBe(0);

        // one changed line: one changed order, one delivery
        var file = Path.Combine(world.Erp, "OrderDetails.csv");
        var lines = await File.ReadAllLinesAsync(file);
        lines[1].ShouldStartWith("10248,1,11,");
        lines[1] = string.Join(',', lines[1].Split(',').Select((cell, column) => column == 8 ? "1" : cell));   // QtyAllocated
        await File.WriteAllLinesAsync(file, lines);
        await world.RunAsync(0, "sync", "northwind/Orders");
        (await world.QueryAsync<string>("select concat_ws(' ', read, unchanged, created, changed, marked) from hub.run where job = 'sync:northwind/Orders' order by run_no desc limit 1")).ShouldBe("830 829 0 1 1");
        await world.RunAsync(0, "deliver", "demo-crm");
        (await world.QueryAsync<long>("select delivered from hub.run where job = 'deliver:demo-crm' order by run_no desc limit 1")).ShouldBe(1);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
