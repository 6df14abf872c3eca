using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>What holds for every page.</summary>
public sealed class EveryPageTests(EveryPageTests.World world) : IClassFixture<EveryPageTests.World>
{
    private static readonly string[] Paths = ["/", "/customers", "/customers?q=zzz", "/customers/1", "/customers/99", "/customers/1/figures/open?currency=JPY", "/customers/1/figures/sales?currency=JPY&month=2026-03", "/customers/1/figures/none", "/jobs", "/runs", "/runs/1", "/runs/2", "/runs/99", "/parked",
        "/parked/1", "/parked/99", "/parked/dropped", "/parked/group?scope=northwind/Orders&stage=map&cause=unknown", "/parked/group?scope=x&stage=y&cause=z", "/mappings", "/mappings/northwind/Orders", "/mappings/northwind/Orders?key=10248", "/mappings/demo-crm/order?key=10248", "/mappings/northwind/Orders/changes?now=true", "/mappings/demo-crm/order/changes?now=true", "/mappings?count=true", "/hooks", "/reconcile", "/reconcile?done=asked", "/targets/demo-crm/plan", "/targets/none/plan", "/backfills", "/backfills?done=prepared&sync=northwind/Orders", "/backfills?problem=true", "/mappings/none/x", "/records/1", "/records/1001", "/records/1007", "/nowhere", "/forbidden", "/broken"];

    private readonly PageHost _host = world.Host;

    public static TheoryData<string, string> PathsInBothLanguages()
    {
        var data = new TheoryData<string, string>();
        foreach (var path in Paths)
        {
            data.Add(path, "en-GB");
            data.Add(path, "ja");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(PathsInBothLanguages))]
    public async Task A_page_has_its_landmarks_its_language_and_nothing_the_content_policy_forbids(string path, string language)
    {
        using var client = await _host.SignedInAsync(language: language);

        var answer = await client.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        page.ShouldStartWith("<!DOCTYPE html>");
        page.ShouldContain($"<html lang=\"{language[..2]}\">");
        Regex.Count(page, "<h1[ >]").ShouldBe(1);
        Regex.Count(page, "<main[ >]").ShouldBe(1);
        Regex.Count(page.Split("</head>")[0], "<title>[^<]+</title>").ShouldBe(1);
        page.ShouldContain("<a class=\"skip\" href=\"#content\">");
        page.ShouldNotMatch("<style|\\sstyle=|\\son[a-z]+=\"|<script(?![^>]*\\ssrc=)");
        page.ShouldNotMatch("(src|href)=\"(https?:)?//");
        HeadingLevels(page).ShouldBe(HeadingLevelsWithoutLeaps(page));
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
    }

    [Theory]
    [MemberData(nameof(PathsInBothLanguages))]
    public async Task Every_field_has_a_label_and_every_table_a_caption_and_scopes(string path, string language)
    {
        using var client = await _host.SignedInAsync(language: language);

        var page = await (await client.GetAsync(path)).Content.ReadAsStringAsync();

        foreach (Match field in Regex.Matches(page, "<(input|select|textarea) [^>]*>"))
            if (!field.Value.Contains("type=\"hidden\"", StringComparison.Ordinal))
                (page.Contains($"<label for=\"{Regex.Match(field.Value, "\\sid=\"([^\"]*)").Groups[1].Value}\"", StringComparison.Ordinal)
                    || Regex.IsMatch(page, "<label>[^<]*" + Regex.Escape(field.Value))).ShouldBeTrue(field.Value);
        foreach (Match heading in Regex.Matches(page, "<th[ >][^>]*>?"))
            heading.Value.ShouldContain("scope=");
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "ページが見つかりません")]
    [InlineData("/forbidden", HttpStatusCode.Forbidden, "この操作は許可されていません")]
    [InlineData("/broken", HttpStatusCode.InternalServerError, "エラーが発生しました")]
    public async Task Errors_are_pages_in_the_readers_language_and_tell_nothing_of_the_inside(string path, HttpStatusCode status, string title)
    {
        using var client = await _host.SignedInAsync(language: "ja");

        var answer = await client.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(status);
        page.ShouldContain(title);
        page.ShouldNotContain("broken on purpose");
        page.ShouldNotContain("Exception");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers/1")]
    [InlineData("/runs/1/events")]
    public async Task Who_is_not_signed_in_is_sent_to_the_sign_in_page_and_back(string path)
    {
        using var client = _host.Anonymous();

        var answer = await client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.ShouldBe("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_both_languages()
    {
        using var english = _host.Anonymous();
        using var japanese = _host.Anonymous("ja");

        (await FailAsync(english)).ShouldContain("Name or password is wrong.");
        (await FailAsync(japanese)).ShouldContain("ユーザー名またはパスワードが正しくありません。");
    }

    [Fact]
    public async Task The_language_is_switched_for_good_and_leads_back_to_the_page()
    {
        using var client = await _host.SignedInAsync();

        var answer = await client.PostAsync("/language", Fields(("language", "ja"), ("returnUrl", "/jobs")));

        answer.Headers.Location!.OriginalString.ShouldBe("/jobs");
        (await client.GetStringAsync("/jobs")).ShouldContain("<html lang=\"ja\">");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task The_language_switch_leads_nowhere_else(string elsewhere)
    {
        using var client = _host.Anonymous();

        var answer = await client.PostAsync("/language", Fields(("language", "ja"), ("returnUrl", elsewhere)));

        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    private static async Task<string> FailAsync(HttpClient client)
    {
        var answer = await PageHost.PostAsync(client, "/sign-in", "/sign-in", ("name", "nobody"), ("password", "wrong"));
        return await client.GetStringAsync(answer.Headers.Location!);
    }

    private static FormUrlEncodedContent Fields(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static List<int> HeadingLevels(string page) => [.. Regex.Matches(page, "<h([1-6])[ >]").Select(match => match.Groups[1].Value[0] - '0')];

    /// <summary>The same levels, each at most one deeper than the one before.</summary>
    private static List<int> HeadingLevelsWithoutLeaps(string page)
    {
        var levels = new List<int>();
        foreach (var level in HeadingLevels(page))
            levels.Add(Math.Min(level, levels.Count == 0 ? 1 : levels[^1] + 1));
        return levels;
    }

    /// <summary>A host with a little of everything.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal PageHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await PageHost.StartAsync();
            var shelf = new Shelf(Host.Database);
            await shelf.RunAsync("sync:northwind/Orders", "failed", FixedTime.Now);
            await shelf.HoldAsync("O1", "O2");
            await shelf.ParkAsync("northwind/Orders", "map", "1", "unknown", "{}");
            await SomeCompleteness.FillAsync(Host.Database);
            await shelf.CustomerAsync(1, Some.Customer("C1", "Acme"));
            await shelf.AddAsync(1, Some.Contact("K1", "Ada"), Some.Order("O1", FixedTime.Today, status: Core.Canonical.OrderStatus.Partial),
                Some.Invoice("I1", "O1", FixedTime.Today.AddDays(-60), 10, 10), Some.Contract("T1", FixedTime.Today, FixedTime.Today.AddDays(9)));
            await shelf.MappedAsync(1, Core.Mapping.MappingCompiler.Compile("northwind/Orders.yaml", System.Text.Encoding.UTF8.GetBytes(SomeMappings.Orders)), "10248", SomeMappings.RawOrder);
        }

        public Task DisposeAsync() => Host.DisposeAsync().AsTask();
    }
}
