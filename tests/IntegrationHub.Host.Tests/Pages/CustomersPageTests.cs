using System.Net;
using System.Text.RegularExpressions;

namespace IntegrationHub.Host.Tests.Pages;

public sealed class CustomersPageTests(CustomerWorld world) : IClassFixture<CustomerWorld>
{
    [Theory]
    [InlineData("山田")]
    [InlineData("やまだ")]
    [InlineData("ﾔﾏﾀﾞ")]
    [InlineData("jp-001")]
    [InlineData("INFO@yamada")]
    [InlineData("ＪＰ－００１ 製作所")]
    public async Task A_customer_is_found_whatever_the_kana_width_and_case(string typed)
    {
        var page = await SearchAsync(typed);

        Names(page).ShouldBe(["株式会社山田製作所"]);
        page.ShouldContain("¥30,000");
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_____")]
    [InlineData("\\")]
    public async Task Signs_that_mean_something_to_the_database_mean_nothing_here(string typed) =>
        (await SearchAsync(typed)).ShouldContain("No customer matches");

    [Fact]
    public async Task All_customers_are_listed_by_name_without_merged_ones()
    {
        var names = Names(await SearchAsync(""));

        names.Count.ShouldBe(5);
        names.ShouldNotContain("Old name");
    }

    [Fact]
    public async Task What_was_typed_comes_back_as_text()
    {
        var page = await SearchAsync("\"><script>alert(1)</script>");

        page.ShouldContain("&quot;&gt;&lt;script&gt;");
        page.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await using var host = await Support.PageHost.StartAsync();
        var shelf = new Support.Shelf(host.Database);
        for (var at = 1; at <= 60; at++)
            await shelf.CustomerAsync(at, Support.Some.Customer($"C{at}", $"Same & same {at / 20}"));
        using var client = await host.SignedInAsync();

        var links = new List<string>();
        for (var page = await client.GetStringAsync("/customers?q=same"); ;)
        {
            links.AddRange(Regex.Matches(page, "<a href=\"(/customers/\\d+)\"").Select(match => match.Groups[1].Value));
            var next = Regex.Match(page, "rel=\"next\" href=\"([^\"]+)\"");
            if (!next.Success)
                break;
            page = await client.GetStringAsync(WebUtility.HtmlDecode(next.Groups[1].Value));
        }

        links.Count.ShouldBe(60);
        links.Distinct().Count().ShouldBe(60);
    }

    [Fact]
    public async Task A_hub_without_customers_says_what_to_do_next()
    {
        await using var host = await Support.PageHost.StartAsync();
        using var client = await host.SignedInAsync();

        var page = await client.GetStringAsync("/customers");

        page.ShouldContain("No customers yet");
        page.ShouldContain("href=\"/jobs\"");
    }

    private async Task<string> SearchAsync(string typed)
    {
        using var client = await world.Host.SignedInAsync();
        return await client.GetStringAsync("/customers?q=" + Uri.EscapeDataString(typed));
    }

    private static List<string> Names(string page) =>
        [.. Regex.Matches(page, "<th scope=\"row\"><a href=\"/customers/\\d+\">([^<]+)</a>").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
}
