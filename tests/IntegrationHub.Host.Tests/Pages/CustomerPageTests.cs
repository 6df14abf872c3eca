using System.Net;
using System.Text.RegularExpressions;

namespace IntegrationHub.Host.Tests.Pages;

public sealed partial class CustomerPageTests(CustomerWorld world) : IClassFixture<CustomerWorld>
{
    [Fact]
    public async Task The_page_tells_what_is_open_and_overdue_and_what_was_sold()
    {
        var page = await PageAsync(CustomerWorld.Yamada);

        Figure(page, "Open amount").ShouldContain("¥30,000");
        Figure(page, "Overdue").ShouldContain("¥30,000");
        Figure(page, "Overdue").ShouldContain("since 2 May 2026");
        Figure(page, "Sales, last 12 months").ShouldContain("¥430,000");   // without the cancelled order
        Figure(page, "Sales, last 12 months").ShouldContain("$1,234.50");
        Figure(page, "Last order").ShouldContain("2 May 2026");
    }

    [Fact]
    public async Task Every_figure_leads_to_the_records_whose_parts_add_up_to_it()
    {
        var page = await PageAsync(CustomerWorld.Yamada);
        foreach (var (title, figure, sum, parts) in new (string, string, string, string[])[]
        {
            ("Open amount", "open?currency=JPY", "¥30,000", ["IN-101 ¥30,000"]),
            ("Overdue", "overdue?currency=JPY", "¥30,000", ["IN-101 ¥30,000"]),
            ("Sales, last 12 months", "sales?currency=JPY", "¥430,000", ["SO-102 ¥100,000", "SO-101 ¥80,000", "SO-100 ¥250,000"]),
            ("Sales, last 12 months", "sales?currency=USD", "$1,234.50", ["SO-USD $1,234.50"]),
        })
        {
            var address = $"/customers/{CustomerWorld.Yamada}/figures/{figure}";
            Figure(page, title).ShouldContain($"href=\"{address}\"");

            var explained = await GetAsync(address);

            Parts(explained).ShouldBe(parts, ignoreOrder: false, figure);
            Squeezed(explained).ShouldContain($"<strong>{sum}</strong>");
        }
    }

    [Fact]
    public async Task A_months_sales_are_explained_and_the_last_order_leads_to_itself()
    {
        var page = await PageAsync(CustomerWorld.Yamada);

        page.ShouldContain("/figures/sales?currency=JPY&amp;month=2026-03");
        Parts(await GetAsync($"/customers/{CustomerWorld.Yamada}/figures/sales?currency=JPY&month=2026-03")).ShouldBe(["SO-100 ¥250,000"]);
        var last = await world.Shelf.CountAsync("select record_no from hub.record where customer_no = $1 and number = 'SO-102'", CustomerWorld.Yamada);
        Figure(page, "Last order").ShouldContain($"href=\"/records/{last}#v-orderedOn\"");
    }

    [Fact]
    public async Task The_parts_of_a_large_figure_come_in_pages_and_every_one_once()
    {
        var seen = new List<string>();
        for (var at = 1; at <= 5; at++)
        {
            var page = await GetAsync($"/customers/{CustomerWorld.Huge}/figures/open?currency=JPY&page={at}");
            page.ShouldContain("<strong>¥250,000</strong>");
            page.Contains("50 records on this page", StringComparison.Ordinal).ShouldBeTrue();
            page.Contains("rel=\"next\"", StringComparison.Ordinal).ShouldBe(at < 5);
            seen.AddRange(Parts(page));
        }

        seen.Distinct().Count().ShouldBe(CustomerWorld.HugeOrders / 10);
        seen.ShouldAllBe(part => part.EndsWith(" ¥1,000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task E_mail_and_phone_can_be_used_and_explained()
    {
        var page = await PageAsync(CustomerWorld.Yamada);
        var account = await world.Shelf.CountAsync("select record_no from hub.record where customer_no = $1 and entity = 1", CustomerWorld.Yamada);

        page.ShouldContain("href=\"mailto:info@yamada.example\"");
        page.ShouldContain($"href=\"/records/{account}#v-email\" aria-label=\"Where info@yamada.example comes from\"");
    }

    private async Task<string> GetAsync(string address)
    {
        using var client = await world.Host.SignedInAsync();
        return await client.GetStringAsync(address);
    }

    /// <summary>The parts of a figure, as "IN-101 ¥30,000".</summary>
    private static List<string> Parts(string page) =>
        [.. Regex.Matches(page, "<tr>\\s*<th scope=\"row\"><a href=\"/records/\\d+\">([^<]+)</a>.*?<td class=\"num\"><a href=\"/records/\\d+#v-[a-z]+\"[^>]*>([^<]+)</a>", RegexOptions.Singleline)
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")];

    [Fact]
    public async Task An_order_is_one_story_with_its_shipment_invoice_and_payment()
    {
        var order = OrderCard(await PageAsync(CustomerWorld.Yamada), "Order SO-100");

        order.ShouldContain("Shipment SH-100");
        order.ShouldContain("Invoice IN-100");
        order.ShouldContain("Payment PA-100");
        order.ShouldNotContain("IN-101");
        Steps(order).ShouldBe(["Ordered", "Allocated", "Shipped", "Invoiced", "Paid"]);
        NotYet(order).ShouldBeEmpty();
    }

    [Fact]
    public async Task How_far_an_order_is_shows_allocation_apart_from_shipping()
    {
        var order = OrderCard(await PageAsync(CustomerWorld.Yamada), "Order SO-102");

        order.ShouldContain("<li class=\"part\">Allocated 40%</li>");
        NotYet(order).ShouldBe(["Shipped", "Invoiced", "Paid"]);
    }

    [Fact]
    public async Task Lines_without_a_description_show_the_products_name_and_stock_is_summed_over_locations()
    {
        var page = await PageAsync(CustomerWorld.Yamada);

        OrderCard(page, "Order SO-100").ShouldContain("精密ベアリング 6204");
        OrderCard(page, "Order SO-103").ShouldContain("Oil &amp; grease");
        Squeezed(page).ShouldContain("42 EA");
        page.ShouldContain("in 2 locations");
        Regex.Matches(page, """<th scope="row">(Tokyo|Osaka)</th><td><a class="why" href="/records/(\d+)#v-available" tabindex="-1">(\d+)&#xA0;EA</a></td>""")
            .Select(place => $"{place.Groups[1]} {place.Groups[3]}").ShouldBe(["Osaka 30", "Tokyo 12"]);
    }

    [Fact]
    public async Task A_contract_shows_its_days_to_run_and_when_to_give_notice()
    {
        var page = await PageAsync(CustomerWorld.Yamada);

        page.ShouldContain("30 days to run");
        page.ShouldContain("notice by 6 May 2026");
        page.ShouldContain("renews itself");
    }

    [Fact]
    public async Task The_page_is_as_fresh_as_the_entity_that_was_read_least_recently()
    {
        var page = await PageAsync(CustomerWorld.Yamada);

        page.ShouldContain("Up to date 10 minutes ago");
        page.ShouldContain("northwind/Orders");   // its later run failed; the success before counts
        Squeezed(page).ShouldContain("6 May 2026, 11:57 UTC");
    }

    [Fact]
    public async Task Every_record_says_where_it_comes_from()
    {
        var order = OrderCard(await PageAsync(CustomerWorld.Yamada), "Order SO-100");

        order.ShouldContain("<dd>northwind/order/SO-100</dd>");
        order.ShouldContain("<dd>northwind/Order.yaml</dd>");
        order.ShouldContain("<a href=\"/runs/77\">77</a>");
        order.ShouldContain("Where Payment PA-100 comes from");
    }

    [Fact]
    public async Task In_Japanese_dates_money_and_words_are_Japanese()
    {
        var page = await PageAsync(CustomerWorld.Yamada, "ja");

        page.ShouldContain("<html lang=\"ja\">");
        Figure(page, "期限超過").ShouldContain("¥30,000");
        Figure(page, "期限超過").ShouldContain("2026年5月2日から");
        Figure(page, "最終受注日").ShouldContain("2026年5月2日");
        page.ShouldContain("引当 40%");
        page.ShouldContain("残り30日");
        page.ShouldContain("〒100-0001");
        page.ShouldContain("東京都千代田区千代田1-1");
    }

    [Fact]
    public async Task What_comes_from_a_source_is_text_never_markup()
    {
        var page = await PageAsync(CustomerWorld.Hostile);

        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söhne&quot;");
        page.ShouldContain("Order &lt;b&gt;1&lt;/b&gt;");
        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain("<b>1");
    }

    [Fact]
    public async Task A_customer_with_10_000_records_opens_with_one_page_of_orders()
    {
        (await world.Shelf.CountAsync("select count(*) from hub.record where customer_no = $1", CustomerWorld.Huge)).ShouldBeGreaterThanOrEqualTo(10_000);

        var page = await PageAsync(CustomerWorld.Huge);

        OrderTitles(page).Count.ShouldBe(20);
        OrderTitles(page)[0].ShouldBe("Order H2499");
        OrderCard(page, "Order H2480").ShouldContain("Payment HP2480");
        Figure(page, "Open amount").ShouldContain("¥250,000");
        page.Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public async Task Older_orders_follow_page_by_page_with_their_own_stories()
    {
        var second = await FollowAsync(await PageAsync(CustomerWorld.Huge));

        OrderTitles(second)[0].ShouldBe("Order H2479");
        OrderCard(second, "Order H2460").ShouldContain("Shipment HS2460");
        second.ShouldContain("Newest orders");
    }

    [Fact]
    public async Task Paging_shows_every_order_once_also_those_of_one_day_and_those_without_a_date()
    {
        var seen = new List<string>();
        for (var page = await PageAsync(CustomerWorld.Undated); ; page = await FollowAsync(page))
        {
            seen.AddRange(OrderTitles(page));
            if (!Older().IsMatch(page))
                break;
        }

        seen.Count.ShouldBe(CustomerWorld.UndatedOrders);
        seen.Distinct().Count().ShouldBe(CustomerWorld.UndatedOrders);
        seen.Take(23).ShouldAllBe(title => string.CompareOrdinal(title, "Order U23") < 0);   // without a date first: nobody overlooks them
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("2026-99-99.1")]
    [InlineData("<script>")]
    public async Task A_page_mark_that_is_none_of_ours_shows_the_newest(string mark)
    {
        var client = await world.Host.SignedInAsync();
        var page = await client.GetStringAsync($"/customers/{CustomerWorld.Yamada}?before={Uri.EscapeDataString(mark)}");

        OrderTitles(page)[0].ShouldBe("Order SO-102");
    }

    [Fact]
    public async Task A_customer_without_anything_says_so()
    {
        var page = await PageAsync(CustomerWorld.Empty);

        page.ShouldContain("Everything is paid");
        page.ShouldContain("No orders yet");
        page.ShouldContain("No contracts.");
        page.ShouldContain("There are no orders to draw yet.");
    }

    [Fact]
    public async Task A_merged_customer_leads_to_the_one_it_was_merged_into()
    {
        var client = await world.Host.SignedInAsync();
        var answer = await client.GetAsync($"/customers/{CustomerWorld.Merged}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldEndWith($"/customers/{CustomerWorld.Yamada}");
    }

    [Fact]
    public async Task An_unknown_customer_is_not_found_and_the_page_says_what_to_do()
    {
        var client = await world.Host.SignedInAsync();
        var answer = await client.GetAsync("/customers/987654");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("There is no customer 987,654");
    }

    private async Task<string> PageAsync(long customerNo, string language = "en-GB")
    {
        using var client = await world.Host.SignedInAsync(language: language);
        return await client.GetStringAsync($"/customers/{customerNo}");
    }

    private async Task<string> FollowAsync(string page)
    {
        using var client = await world.Host.SignedInAsync();
        return await client.GetStringAsync(WebUtility.HtmlDecode(Older().Match(page).Groups[1].Value));
    }

    private static List<string> OrderTitles(string page) => [.. Regex.Matches(page, "<h3>((?:Order|受注) [^<]+)</h3>").Select(match => match.Groups[1].Value)];

    private static string OrderCard(string page, string title) =>
        page.Split("<article").Single(card => card.Contains($"<h3>{title}</h3>", StringComparison.Ordinal)).Split("</article>")[0];

    private static string Figure(string page, string title) => page.Split("<div class=\"figure").Single(figure => figure.Contains($"<h2>{title}</h2>", StringComparison.Ordinal));

    private static List<string> Steps(string card) => [.. Regex.Matches(card.Split("<ol")[1].Split("</ol>")[0], "<li[^>]*>([^<]+)").Select(match => match.Groups[1].Value)];

    private static List<string> NotYet(string card) => [.. Regex.Matches(card, "<li>([^<]+)<span class=\"sr\">").Select(match => match.Groups[1].Value)];

    private static string Squeezed(string page) => Regex.Replace(WebUtility.HtmlDecode(page), @"\s+", " ");

    [GeneratedRegex("<a class=\"button\" rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Older();
}
