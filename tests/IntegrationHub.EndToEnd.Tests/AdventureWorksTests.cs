namespace IntegrationHub.EndToEnd.Tests;

/// <summary>
/// 1,566 orders of AdventureWorks in the hub, against the figures published with the data (samples/adventure-works/README.md) and against the files
/// themselves, read by PostgreSQL's own COPY: neither knows anything of the hub.
/// </summary>
[Collection(nameof(LibraryWorld))]
public sealed class AdventureWorksTests(LibraryWorld world)
{
    private const string Orders = "hub.record join hub.feed using (feed_no) where system = 'adventure-works' and record.entity = 4";

    [Fact]
    public async Task The_hub_has_the_orders_and_sums_that_the_source_is_published_with()
    {
        (await world.Hub.CountAsync(Orders)).ShouldBe(1566);
        (await world.Hub.CountAsync("hub.record join hub.feed using (feed_no) where system = 'adventure-works' and record.entity = 1")).ShouldBe(1365);
        (await world.Hub.QueryAsync<decimal>($"select sum((doc->'gross'->>'amount')::numeric) from {Orders} and currency = 'USD' and extract(year from happened_on) = 2011")).ShouldBe(14_030_071.8292m);
        (await world.Hub.QueryAsync<decimal>($"select sum((doc->'net'->>'amount')::numeric) from {Orders}")).ShouldBe(12_527_981.9927m);
        (await world.Hub.QueryAsync<string>($"select min(happened_on) || ' ' || max(happened_on) from {Orders}")).ShouldBe("2011-05-31 2011-12-24");
    }

    [Fact]
    public async Task Lines_of_orders_that_are_not_there_are_parked_and_none_is_lost()
    {
        (await world.Hub.QueryAsync<long>($"select sum(jsonb_array_length(doc->'lines')) from {Orders}")).ShouldBe(5_716 - 41);
        (await world.Hub.CountAsync("hub.parked")).ShouldBe(41);
    }

    [Fact]
    public async Task Every_order_hangs_on_its_customer() =>
        (await world.Hub.CountAsync($"{Orders} and customer_no is not null")).ShouldBe(1566);

    [Fact]
    public async Task Every_month_territory_and_customer_has_the_sums_of_the_files()
    {
        await using var connection = await world.Hub.Database.OpenConnectionAsync();
        await CopyAsync(connection, "orders.csv");
        await CopyAsync(connection, "order-lines.csv");

        foreach (var (ofTheHub, ofTheFiles) in new[] { ("to_char(happened_on, 'YYYY-MM')", "substr(orderdate, 1, 7)"), ("doc->'attributes'->>'territory'", "territoryid"), ("doc->>'customer'", "'adventure-works/customer/' || customerid") })
        {
            var hub = await GroupsAsync(connection, $"""
                select {ofTheHub}, count(*), sum((doc->'gross'->>'amount')::numeric), sum((doc->'tax'->>'amount')::numeric), sum((doc->'attributes'->>'freight')::numeric),
                  sum((select sum((line->'quantity'->>'value')::numeric * (line->'unitPrice'->>'amount')::numeric) from jsonb_array_elements(doc->'lines') line))
                from {Orders} group by 1
                """);
            var files = await GroupsAsync(connection, $"""
                select {ofTheFiles}, count(*), sum(totaldue::numeric), sum(taxamt::numeric), sum(freight::numeric),
                  sum((select sum(l.orderqty::numeric * l.unitprice::numeric) from "order-lines.csv" l where l.salesorderid = o.salesorderid))
                from "orders.csv" o group by 1
                """);

            hub.ShouldBe(files);
            hub.Count.ShouldBeGreaterThan(6);
        }
    }

    private static async Task<List<string>> GroupsAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        List<string> groups = [];
        await using var command = new Npgsql.NpgsqlCommand($"select concat_ws(' ', a, b, trim_scale(c), trim_scale(d), trim_scale(e), trim_scale(f)) from ({sql}) groups (a, b, c, d, e, f) order by a collate \"C\"", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            groups.Add(reader.GetString(0));
        return groups;
    }

    private async Task CopyAsync(Npgsql.NpgsqlConnection connection, string file)
    {
        using var csv = new StreamReader(Path.Combine(world.AdventureWorks, file));
        var header = (await csv.ReadLineAsync())!;
        await using var create = new Npgsql.NpgsqlCommand($"create temp table \"{file}\" ({string.Join(", ", header.Split(',').Select(column => $"{column} text"))})", connection);
        await create.ExecuteNonQueryAsync();
        await using var copy = await connection.BeginTextImportAsync($"copy \"{file}\" from stdin (format csv)");
        await copy.WriteAsync(await csv.ReadToEndAsync());
    }
}
