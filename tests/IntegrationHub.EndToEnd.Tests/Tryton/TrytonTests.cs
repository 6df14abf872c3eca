using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationHub.EndToEnd.Tests.Tryton;

/// <summary>The Tryton connector against a live Tryton, whose tables say what is true.</summary>
[Collection(nameof(TrytonPeer))]
[Trait("Category", "Peers")]
public sealed class TrytonTests(TrytonPeer tryton)
{
    [Fact]
    [Trait("Peer", "Tryton")]
    public async Task The_whole_ERP_is_right_in_the_hub_and_so_are_the_changes_that_follow()
    {
        await using var hub = await HubAsync();
        await hub.RunAsync(0, "check");
        await hub.RunAsync(0, "sync", "--all");
        var truth = TrytonFacts.Of(await tryton.TruthAsync());
        truth.Count.ShouldBeGreaterThan(200);
        truth.ShouldContain(fact => fact.StartsWith("gone orders", StringComparison.Ordinal));
        TrytonFacts.Of(await RecordsAsync(hub)).ShouldBe(truth);
        (await AllocatedAsync(hub)).ShouldBe(await AllocatedAsync());
        (await hub.CountAsync("hub.parked")).ShouldBe(0);
        (await hub.CountAsync("hub.waiting")).ShouldBe(0);

        // again: little is read and nothing is written
        var before = await hub.QueryAsync<string>(Rows);
        var said = await hub.RunAsync(0, "sync", "--all");
        Read(said, "Customers").ShouldBeLessThan(18);
        Read(said, "Orders").ShouldBeLessThan(60);
        (await hub.QueryAsync<string>(Rows)).ShouldBe(before);

        // nor by a back-fill of what is there already
        (await hub.RunAsync(0, "backfill", "erp/Orders", "--to", "2200-01-01")).ShouldContain("60 unchanged");
        (await hub.QueryAsync<string>(Rows)).ShouldBe(before);

        // the ERP's users go on, and only what they did travels
        var changed = TrytonFacts.Of(await tryton.ChangeAsync(20));
        changed.ShouldNotBe(truth);
        await hub.RunAsync(0, "sync", "--all");
        Live(TrytonFacts.Of(await RecordsAsync(hub))).ShouldBe(Live(changed));   // a draft that was deleted was gone before
        (await AllocatedAsync(hub)).ShouldBe(await AllocatedAsync());
    }

    [Fact]
    [Trait("Peer", "Tryton")]
    public async Task What_is_committed_late_is_found()
    {
        await using var hub = await HubAsync();
        await using var late = await tryton.Database.OpenConnectionAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await using (var rename = new Npgsql.NpgsqlCommand("update party_party set name = 'committed late', write_date = (now() - interval '5 minutes') at time zone 'utc' where id = (select min(party) from sale_sale)", late, transaction))
            await rename.ExecuteNonQueryAsync();
        await tryton.QueryAsync<int>("update party_party set name = 'committed at once', write_date = clock_timestamp() at time zone 'utc' where id = (select max(party) from sale_sale) returning id");

        await hub.RunAsync(0, "sync", "erp/Customers");
        (await NamesAsync(hub)).ShouldContain("committed at once");
        (await NamesAsync(hub)).ShouldNotContain("committed late");
        await transaction.CommitAsync();
        await hub.RunAsync(0, "sync", "erp/Customers");
        (await NamesAsync(hub)).ShouldContain("committed late");
    }

    [Fact]
    [Trait("Peer", "Tryton")]
    public async Task What_changes_without_its_customer_and_what_is_deleted_is_found()
    {
        await using var hub = await HubAsync();
        await hub.RunAsync(0, "sync", "erp/Customers");
        await hub.RunAsync(0, "sync", "erp/Contacts");
        var address = await tryton.QueryAsync<int>("select min(a.id) from party_address a join party_category_rel c on c.party = a.party where a.active");
        var customer = await tryton.QueryAsync<int>($"select party from party_address where id = {address}");
        var relation = await tryton.QueryAsync<int>("select max(id) * 2 from party_relation");

        await tryton.CallAsync("model.party.address.write", $$"""[[{{address}}],{"active":false},{}]""");
        await tryton.CallAsync("model.party.relation.all.delete", $"[[{relation}],{{}}]");
        await hub.RunAsync(0, "sync", "erp/Customers");
        await hub.RunAsync(0, "sync", "erp/Contacts");

        var addresses = await tryton.QueryAsync<long>($"select count(*) from party_address where active and party = {customer}");
        (await hub.QueryAsync<int>($"select coalesce(jsonb_array_length(doc->'addresses'), 0) from hub.record where entity = 1 and id = '{customer}'")).ShouldBe((int)addresses);
        (await hub.CountAsync($"hub.record where entity = 2 and id = '{relation}' and not deleted")).ShouldBe(1);
        await hub.RunAsync(0, "deletes", "erp/Contacts");
        (await hub.CountAsync($"hub.record where entity = 2 and id = '{relation}' and deleted")).ShouldBe(1);
        (await hub.CountAsync("hub.record where entity = 2 and deleted")).ShouldBe(1);
    }

    [Fact]
    [Trait("Peer", "Tryton")]
    public async Task What_an_invoice_has_open_follows_payments_that_do_not_touch_it()
    {
        await using var hub = await HubAsync();
        await hub.RunAsync(0, "sync", "erp/Invoices");
        var invoice = await tryton.QueryAsync<int>($"select min(i.id) {Unpaid}");
        var (line, party, open) = (await tryton.QueryAsync<int>($"select min(l.id) {Unpaid} and i.id = {invoice}"), await tryton.QueryAsync<int>($"select party from account_invoice where id = {invoice}"), await OpenAsync(invoice));
        open.ShouldBeGreaterThan(500);

        var said = await tryton.CallAsync("model.account.payment.create", $$"""
            [[{"kind":"receivable","party":{{party}},"line":{{line}},"amount":{"__class__":"Decimal","decimal":"500"},"journal":{{await tryton.QueryAsync<int>("select min(j.id) from account_payment_journal j join currency_currency c on c.id = j.currency where c.code = 'JPY'")}},"company":1}],{"company":1}]
            """);
        await hub.RunAsync(0, "sync", "erp/Invoices");
        (await OpenAsync(invoice)).ShouldBe(open - 500);

        await tryton.CallAsync("model.account.payment.delete", $"[{said},{{}}]");   // a draft may be deleted
        await hub.RunAsync(0, "sync", "erp/Invoices");
        (await OpenAsync(invoice)).ShouldBe(open);

        Task<decimal> OpenAsync(int id) => hub.QueryAsync<decimal>($"select open_amount from hub.record where entity = 6 and id = '{id}'");
    }

    private const string Unpaid = """
        from account_invoice i join account_move_line l on l.move = i.move and l.account = i.account join currency_currency c on c.id = i.currency
        where i.state = 'posted' and i.type = 'out' and c.code = 'JPY' and l.reconciliation is null and l.debit > 1000 and not exists (select 1 from account_payment p where p.line = l.id)
        """;

    private const string Rows = "select md5(string_agg(xmin::text || ctid::text, ',' order by record_no)) from hub.record";

    private Task<HubWorld> HubAsync() => HubWorld.WithConnectionsAsync(_ => new JsonObject
    {
        ["erp"] = new JsonObject
        {
            ["Connector"] = "tryton",
            ["Options"] = new JsonObject
            {
                ["BaseUrl"] = tryton.Address.AbsoluteUri,
                ["Database"] = "tryton",
                ["User"] = "sync",
                ["Password"] = "sync-password",
                ["CustomerCategories"] = new JsonArray("得意先 Customer"),
                ["ContactRelations"] = new JsonArray("has contact"),
            },
            ["Syncs"] = new JsonObject(new[] { "Customers", "Contacts", "Products", "Stock", "Orders", "Shipments", "Returns", "Invoices", "Payments", "Subscriptions" }
                .Select(entity => KeyValuePair.Create<string, JsonNode?>(entity, new JsonObject { ["Snapshot"] = new JsonObject { ["Schedule"] = "0 30 3 * * ?" } }))),
        },
    });

    private static int Read(string said, string entity) => int.Parse(Regex.Match(said, $"^erp/{entity}: ([0-9]+) read", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Live(IEnumerable<string> facts) => facts.Where(fact => !fact.StartsWith("gone ", StringComparison.Ordinal));

    private static async Task<List<HubRecord>> RecordsAsync(HubWorld hub)
    {
        string[] entities = ["", "customer", "contact", "product", "order", "shipment", "invoice", "payment", "stockLevel", "contract"];
        List<HubRecord> records = [];
        await using var command = hub.Database.CreateCommand("select entity, id, deleted, doc::text from hub.record");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            records.Add(new HubRecord(entities[reader.GetInt16(0)], reader.GetString(1), reader.GetBoolean(2), JsonNode.Parse(reader.GetString(3))!));
        return records;
    }

    private static Task<string> NamesAsync(HubWorld hub) => hub.QueryAsync<string>("select string_agg(doc->>'name', ', ') from hub.record where entity = 1");

    /// <summary>What the hub holds as allocated and shipped, by line.</summary>
    private static Task<string> AllocatedAsync(HubWorld hub) => hub.QueryAsync<string>("""
        select string_agg(concat_ws(' ', line->>'number', trim_scale((line->'allocated'->>'value')::numeric), trim_scale((line->'shipped'->>'value')::numeric)), ', ' order by (line->>'number')::int)
        from hub.record, jsonb_array_elements(doc->'lines') line where entity = 4 and not deleted and ((line->'allocated'->>'value')::numeric <> 0 or (line->'shipped'->>'value')::numeric <> 0)
        """);

    /// <summary>The same, reckoned from the ERP's moves.</summary>
    private Task<string> AllocatedAsync() => tryton.QueryAsync<string>("""
        with gone as (
          select split_part(o.origin, ',', 2)::int as line,
            sum(case o.state when 'assigned' then o.quantity when 'done' then 0
                else (select coalesce(sum(i.quantity), 0) from stock_move i where i.origin = 'stock.move,' || o.id and i.state in ('assigned', 'done')) end)::numeric as allocated,
            sum(case o.state when 'done' then o.quantity else 0 end)::numeric as shipped
          from stock_move o where o.origin like 'sale.line,%' and o.state <> 'cancelled' group by 1)
        select string_agg(concat_ws(' ', l.id, trim_scale(allocated * sign(l.quantity)::int), trim_scale(shipped * sign(l.quantity)::int)), ', ' order by l.id)
        from gone join sale_line l on l.id = gone.line join sale_sale s on s.id = l.sale
        where s.state not in ('draft', 'quotation') and (allocated <> 0 or shipped <> 0)
        """);
}
