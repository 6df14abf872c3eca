using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

public sealed partial class MappingPagesTests : IAsyncLifetime
{
    private static readonly Mapping Orders = MappingCompiler.Compile("northwind/Orders.yaml", System.Text.Encoding.UTF8.GetBytes(SomeMappings.Orders));

    private static readonly Mapping Before = MappingCompiler.Compile("northwind/Orders.yaml", System.Text.Encoding.UTF8.GetBytes(SomeMappings.Orders.Replace("D: done", "D: partial", StringComparison.Ordinal)));

    private PageHost _host = null!;
    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _shelf = new Shelf(_host.Database);
        await _shelf.CustomerAsync(1, Some.Customer("C1", "Acme"));
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task The_mappings_in_force_are_listed_with_direction_version_and_cases()
    {
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync("/mappings");

        var orders = Row(page, "/mappings/northwind/Orders");
        orders.ShouldContain("Order in the hub");
        orders.ShouldContain("1 of 2 failed");
        orders.ShouldContain(Orders.Version.ToString("N")[..8]);
        Row(page, "/mappings/northwind/Customers").ShouldContain("no cases");
        Row(page, "/mappings/demo-crm/order").ShouldContain("orders, from Order");
        Row(page, "/mappings/demo-crm/order").ShouldContain("1 passed");
    }

    [Fact]
    public async Task A_mapping_shows_its_lines_and_what_its_cases_gave()
    {
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync("/mappings/northwind/Orders");

        page.ShouldContain("<li id=\"L1\"><code><i># What the ERP calls an order</i></code></li>");
        page.ShouldContain("<li id=\"L4\"><code>  <b>number</b>: OrderID</code></li>");
        page.ShouldContain("a state nobody has told us of");
        page.ShouldContain("line 4");
        page.ShouldContain("expected it to be mapped");
    }

    [Fact]
    public async Task What_is_better_put_right_is_told_on_the_page()
    {
        using var client = await _host.SignedInAsync("vera");

        (await client.GetStringAsync("/mappings/northwind/Products")).ShouldContain("northwind/Products.yaml(2,11): &#x27;name&#x27; is needless: none/Products.yaml(2,27) says the same; take it out");
        (await client.GetStringAsync("/mappings/northwind/Orders")).ShouldNotContain("Better put right");
    }

    [Fact]
    public async Task Cases_are_run_anew_on_every_view()
    {
        using var client = await _host.SignedInAsync("vera");
        (await client.GetStringAsync("/mappings/northwind/Orders")).ShouldContain("1 of 2 failed");

        await File.WriteAllTextAsync(Path.Combine(_host.Mappings, "northwind", "Orders.cases.yaml"), "- { name: mended, input: { OrderID: \"1\" }, expect: { number: \"1\" } }");

        (await client.GetStringAsync("/mappings/northwind/Orders")).ShouldContain("<span class=\"chip good\">1 passed</span>");
    }

    [Fact]
    public async Task A_file_that_changed_since_the_start_is_told_and_the_version_in_force_is_not_passed_off_as_it()
    {
        using var client = await _host.SignedInAsync("vera");

        await File.AppendAllTextAsync(Path.Combine(_host.Mappings, "northwind", "Orders.yaml"), "\n# later");

        (await client.GetStringAsync("/mappings/northwind/Orders")).ShouldContain("The file has changed since the hub was started.");
    }

    [Fact]
    public async Task A_stored_record_is_explained_value_by_value()
    {
        var record = await _shelf.MappedAsync(1, Orders, "10248", SomeMappings.RawOrder);
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync($"/records/{record}");

        page.ShouldContain("<h1>Order 10248</h1>");
        page.ShouldContain("northwind/order/10248");
        page.ShouldContain("<a href=\"/mappings/northwind/Orders\">northwind/Orders.yaml</a>");
        var date = Values(page, "v-orderedOn");
        date.ShouldContain("<span class=\"what\">OrderDate</span> <code>&quot;7/4/1996&quot;</code>");
        date.ShouldContain("<span class=\"chip\">date-format M/d/yyyy</span> <code>1996-07-04</code>");
        date.ShouldContain("href=\"/mappings/northwind/Orders#L5\"");
        Values(page, "v-gross").ShouldContain("gross.currency");   // one target for the whole amount
        var number = DataRow().Match(Values(page, "v-lines[1].quantity")).Groups[1].Value;
        page.ShouldContain($"<span class=\"name\">Quantity</span> <a href=\"#v-lines[1].quantity.value\" data-rows=\"{number}\">&quot;5&quot;</a>");
        page.ShouldContain("<span class=\"unread\">&quot;東京 &lt;b&gt;&quot;</span>");
        page.ShouldNotContain("now: ");
    }

    [Fact]
    public async Task What_another_version_made_is_explained_by_that_version()
    {
        var record = await _shelf.MappedAsync(1, Before, "10248", SomeMappings.RawOrder);
        var version = await _shelf.CountAsync("select mapping_no from hub.record where record_no = $1", record);
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync($"/records/{record}");

        page.ShouldContain("explained by the version that made them");
        Values(page, "v-status").ShouldContain("<code>&quot;partial&quot;</code>");
        Values(page, "v-status").ShouldContain($"href=\"/mappings/northwind/Orders?version={version}#L6\"");
        page.ShouldNotContain("now: ");

        var then = await client.GetStringAsync($"/mappings/northwind/Orders?version={version}");
        then.ShouldContain("D: partial");
        then.ShouldContain("This is an older version");
    }

    [Fact]
    public async Task Where_that_version_was_not_kept_the_present_one_explains_and_says_so_and_where_they_differ()
    {
        var record = await _shelf.MappedAsync(1, Before, "10248", SomeMappings.RawOrder, keepMapping: false);
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync($"/records/{record}");

        page.ShouldContain("The values are explained by the present mapping");
        page.ShouldContain("<span class=\"chip busy\">now: &quot;done&quot;</span>");
        Regex.Count(page, "now: ").ShouldBe(1);
    }

    [Fact]
    public async Task A_record_without_its_source_says_so()
    {
        await _shelf.AddAsync(1, Some.Order("O1", FixedTime.Today));
        var record = await _shelf.CountAsync("select record_no from hub.record where id = 'O1'");
        using var client = await _host.SignedInAsync("vera");

        (await client.GetStringAsync($"/records/{record}")).ShouldContain("The source record was not kept");
        (await client.GetAsync("/records/999999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_value_of_the_customer_page_leads_to_its_explanation()
    {
        var record = await _shelf.MappedAsync(1, Orders, "10248", SomeMappings.RawOrder);
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync("/customers/1");
        foreach (var field in new[] { "orderedOn", "status", "gross", "lines[0].quantity" })
            page.ShouldContain($"href=\"/records/{record}#v-{field}\"");
        page.ShouldContain($"<a href=\"/records/{record}\">How each value came about</a>");

        var explained = await client.GetStringAsync($"/records/{record}");
        foreach (var anchor in Regex.Matches(page, $"/records/{record}#(v-[^\"]+)").Select(match => match.Groups[1].Value).Distinct())
            explained.ShouldContain($"id=\"{anchor}\"");
    }

    [Fact]
    public async Task A_record_is_chosen_by_key_from_the_newest_or_pasted()
    {
        var record = await _shelf.MappedAsync(1, Orders, "10248", SomeMappings.RawOrder);
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync("/mappings/northwind/Orders");
        page.ShouldContain($"href=\"/mappings/northwind/Orders?record={record}#explain\"");
        (await client.GetStringAsync("/mappings/northwind/Orders?key=10248")).ShouldContain("<code>1996-07-04</code>");
        (await client.GetStringAsync("/mappings/northwind/Orders?key=1")).ShouldContain("The hub has no such record of this mapping.");
        (await client.GetStringAsync($"/mappings/northwind/Customers?record={record}")).ShouldContain("The hub has no such record of this mapping.");
        (await client.GetStringAsync($"/mappings/demo-crm/order?record={record}")).ShouldContain("<code>&quot;Shipped&quot;</code>");

        var pasted = await PageHost.PostAsync(client, "/mappings/northwind/Orders", "/mappings/northwind/Orders", ("_handler", "paste"), ("json", """{ "OrderID": "7", "OrderDate": "1996-07-04" }"""));
        var shown = await pasted.Content.ReadAsStringAsync();
        shown.ShouldContain("The mapping refuses this record:");
        shown.ShouldContain("not a date in the pattern M/d/yyyy");
        (await (await PageHost.PostAsync(client, "/mappings/northwind/Orders", "/mappings/northwind/Orders", ("_handler", "paste"), ("json", "nonsense"))).Content.ReadAsStringAsync()).ShouldContain("This is not JSON.");
    }

    [Fact]
    public async Task Only_engineers_have_parked_records_explained()
    {
        var parked = await _shelf.ParkAsync("northwind/Orders", "map", "10249", "a value 'choose' does not list", """{ "OrderID": "10249", "Status": "X", "Note": "secret" }""");
        using var engineer = await _host.SignedInAsync();
        using var viewer = await _host.SignedInAsync("vera");

        (await engineer.GetStringAsync("/mappings/northwind/Orders")).ShouldContain($"?parkedNo={parked}#explain");
        (await engineer.GetStringAsync($"/mappings/northwind/Orders?parkedNo={parked}")).ShouldContain("secret");
        (await engineer.GetStringAsync($"/mappings/northwind/Customers?parkedNo={parked}")).ShouldNotContain("secret");
        (await viewer.GetStringAsync($"/mappings/northwind/Orders?parkedNo={parked}")).ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_a_source_sends_is_bounded_on_the_page()
    {
        using var client = await _host.SignedInAsync("vera");
        var many = "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(at => $"\"f{at}\":{at}")) + "}";

        var page = await (await PageHost.PostAsync(client, "/mappings/northwind/Orders", "/mappings/northwind/Orders", ("_handler", "paste"), ("json", many[..^1] + ",\"long\":\"" + new string('x', 5000) + "\"}"))).Content.ReadAsStringAsync();

        page.ShouldContain("There is more of it than is shown here.");
        page.Length.ShouldBeLessThan(600_000);
    }

    [Fact]
    public async Task What_changed_about_the_source_is_shown_where_it_matters_and_acknowledged_by_an_engineer()
    {
        var run = await _shelf.RunAsync("sync:northwind/Orders", "succeeded", FixedTime.Now);
        await _shelf.FieldAsync("northwind/Orders", "lines[].Quantity", SourceKinds.Text, run, change: null);
        await _shelf.FieldAsync("northwind/Orders", "Rabatt", SourceKinds.Number, run, "new");
        await _shelf.FieldAsync("northwind/Orders", "GrossAmount", SourceKinds.Text | SourceKinds.Number, run, "retyped", SourceKinds.Text);
        await _shelf.FieldAsync("northwind/Orders", "CustomerID", SourceKinds.Text, run, "vanished");
        using var engineer = await _host.SignedInAsync();
        using var viewer = await _host.SignedInAsync("vera");

        var mapping = await viewer.GetStringAsync("/mappings/northwind/Orders");
        mapping.ShouldContain("text before, now also number");
        FieldRow(mapping, "lines[].Quantity").ShouldContain("href=\"#L14\"");
        FieldRow(mapping, "Rabatt").ShouldNotContain("href");
        mapping.ShouldNotContain("/mappings/acknowledge");
        (await viewer.GetStringAsync("/")).ShouldContain("3 fields of sources have changed");
        (await viewer.GetStringAsync("/mappings")).ShouldContain("<span class=\"chip busy\">3 changed</span>");
        (await viewer.GetStringAsync($"/runs/{run}")).ShouldContain("<span class=\"mono\">Rabatt</span>");
        (await PageHost.PostAsync(viewer, "/mappings/northwind/Orders", "/mappings/acknowledge", ("sync", "northwind/Orders"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var answer = await PageHost.PostAsync(engineer, "/mappings/northwind/Orders", "/mappings/acknowledge", ("sync", "northwind/Orders"));

        answer.Headers.Location!.OriginalString.ShouldBe("/mappings/northwind/Orders#fields");
        (await viewer.GetStringAsync("/")).ShouldNotContain("fields of sources have changed");
        (await viewer.GetStringAsync($"/runs/{run}")).ShouldContain("acknowledged by erik");
        (await _shelf.CountAsync("select count(*) from hub.audit where who = 'erik' and subject = 'northwind/Orders' and detail = 'CustomerID vanished, GrossAmount retyped, Rabatt new'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_no_case_reaches_is_marked_where_it_stands()
    {
        using var client = await _host.SignedInAsync("vera");

        var page = await client.GetStringAsync("/mappings/northwind/Orders");

        page.ShouldContain("<li id=\"L13\" class=\"gap\" title=\"no case fills &#x27;lines[].description&#x27;\">");
        page.ShouldContain("<a href=\"#L13\">line 13</a> no case fills &#x27;lines[].description&#x27;");
        page.ShouldContain("<li id=\"L4\"><code>");
        Row(await client.GetStringAsync("/mappings"), "/mappings/northwind/Customers").ShouldContain("0 of 2");
    }

    [Fact]
    public async Task Records_of_older_versions_are_counted_when_asked_for()
    {
        await _shelf.MappedAsync(1, Before, "10248", SomeMappings.RawOrder);
        using var client = await _host.SignedInAsync("vera");

        (await client.GetStringAsync("/mappings")).ShouldNotContain("Made by an older version");
        Row(await client.GetStringAsync("/mappings?count=true"), "/mappings/northwind/Orders").ShouldContain("<a href=\"/mappings/northwind/Orders/changes\">1</a>");
    }

    private static string FieldRow(string page, string path) => Regex.Match(page, $"<tr><th scope=\"row\" class=\"mono\">{Regex.Escape(path)}</th>.*?</tr>", RegexOptions.Singleline).Value;

    private static string Row(string page, string link) => Regex.Match(page, $"<tr><th scope=\"row\"><a href=\"{link}\">.*?</tr>", RegexOptions.Singleline).Value;

    private static string Values(string page, string anchor) => Regex.Match(page, $"<tbody id=\"{Regex.Escape(anchor)}\">.*?</tbody>", RegexOptions.Singleline).Value;

    [GeneratedRegex("data-row=\"(\\d+)\"")]
    private static partial Regex DataRow();
}
