using System.Text.RegularExpressions;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Tests.Pages.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

[Trait("Category", "Browser")]
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private PageHost _host = null!;
    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _shelf = new Shelf(_host.Database);
        await _shelf.CustomerAsync(1, Some.Customer("JP-001", "株式会社山田製作所", "ヤマダセイサクショ"));
        await _shelf.CustomerAsync(2, Some.Customer("ACME", "Acme Trading"));
        await _shelf.AddAsync(1, Some.Contact("K1", "佐藤 花子"),
            Some.Order("SO-1", new DateOnly(2026, 3, 10), 250_000), Some.Shipment("SH-1", "SO-1", new DateOnly(2026, 3, 12)),
            Some.Invoice("IN-1", "SO-1", new DateOnly(2026, 3, 12), 250_000, 100_000), Some.Order("SO-2", new DateOnly(2026, 5, 1), 80_000, status: OrderStatus.Partial));
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_salesperson_signs_in_finds_a_customer_and_switches_the_language()
    {
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync("vera", "/customers");

        await visit.Page.GetByLabel("Find a customer").FillAsync("やまだ");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "株式会社山田製作所" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("株式会社山田製作所");
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "日本語" }).ClickAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/customers/1$"));
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "受注 SO-2" })).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_keyboard_alone_leads_to_a_customer_and_to_where_a_value_comes_from()
    {
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync("vera", "/jobs");
        var keys = visit.Page.Keyboard;

        await keys.PressAsync("Tab");
        (await visit.FocusedTextAsync()).ShouldBe("Skip to content");
        await visit.Page.GotoAsync("/customers?q=");
        await keys.PressAsync("/");
        await keys.TypeAsync("a");   // into the field, not the page
        await keys.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("q=a$"));
        await keys.PressAsync("/");
        await keys.PressAsync("ArrowDown");
        (await visit.FocusedTextAsync()).ShouldBe("Acme Trading");
        await keys.PressAsync("ArrowDown");
        (await visit.FocusedTextAsync()).ShouldBe("Acme Trading");   // the last one: it stays
        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Acme Trading");

        await visit.Page.GotoAsync("/customers/1");
        var origin = visit.Page.Locator("article summary[aria-label='Where Order SO-1 comes from']");
        await origin.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByText("northwind/order/SO-1")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Page.GetByText("northwind/order/SO-1")).ToBeHiddenAsync();
        await Expect(origin).ToBeFocusedAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_moves_on_before_the_readers_eyes()
    {
        var run = await _shelf.RunAsync("sync:northwind/Orders", null, FixedTime.Now);
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: $"/runs/{run}");
        await Expect(visit.Page.GetByText("60 of 100 read")).ToBeVisibleAsync();

        await _shelf.ExecuteAsync("update hub.run set read = 80 where run_no = $1", run);
        await Expect(visit.Page.GetByText("80 of 100 read")).ToBeVisibleAsync();
        await _shelf.ExecuteAsync("update hub.run set read = 100, outcome = 'succeeded', finished_at = now() where run_no = $1", run);

        await Expect(visit.Page.Locator(".chip.good")).ToHaveTextAsync("succeeded");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_is_run_after_being_asked_once()
    {
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: "/jobs");
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sync:northwind/Orders" });

        await row.GetByText("Run now").First.ClickAsync();
        await Expect(row.GetByText("Run sync:northwind/Orders once, now?")).ToBeVisibleAsync();
        _host.Engine.Triggered.ShouldBeEmpty();
        await row.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("has been told to start");
        _host.Engine.Triggered.Count.ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_comparison_is_asked_for_watched_and_its_result_read()
    {
        var reconciles = new Reconciles(_host.Database);
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: "/reconcile");
        await Expect(visit.Page.GetByText("not compared yet").First).ToBeVisibleAsync();
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Orders" });
        await row.GetByText("Compare now").First.ClickAsync();
        await Expect(row.GetByText("It reads, and changes nothing.")).ToBeVisibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Compare now" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("It has been asked for");
        await Expect(row.GetByText("waits for the worker")).ToBeVisibleAsync();

        var taken = (await reconciles.TakeAsync("northwind", CancellationToken.None))!;
        await reconciles.AtAsync(taken, ReconcileStage.Listing, CancellationToken.None);
        await Expect(row.GetByText("asking the targets")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await reconciles.FinishAsync(taken.ReconcileNo, taken.Sync, agrees: false, new ReconcileFigures { IsCounted = true, Source = 12, Hub = 11, HubAgrees = false, KeysAreKnown = true, Missing = new KeyList(1, ["SO-9"]) }, "erik", CancellationToken.None);
        await Expect(visit.Page.GetByText("Missing in the hub: 1")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(row.Locator(".chip.bad")).ToHaveTextAsync("differs");
        await Expect(row.GetByText("Repair").First).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prepared_back_fill_is_started_and_moves_on_before_the_readers_eyes()
    {
        await SomeCompleteness.FillAsync(_host.Database);
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: "/backfills");
        var card = visit.Page.Locator("#backfill-1");
        await Expect(card).ToContainTextAsync("1,200 records (counted by the source)");
        await card.GetByText("Start").First.ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Started.");
        _host.Engine.Triggered.Count.ShouldBe(1);

        await _shelf.ExecuteAsync("insert into hub.run (job, host, backfill_no, read, changed) values ('backfill:northwind/Orders', 'h', 1, 600, 3)");
        await Expect(card.GetByText("600 of 1,200 read")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(card.Locator(".chip")).ToHaveTextAsync("running");
        await _shelf.ExecuteAsync("update hub.run set read = 1200, finished_at = now(), outcome = 'succeeded' where backfill_no = 1");
        await _shelf.ExecuteAsync("update hub.backfill set state = 'finished' where backfill_no = 1");
        await Expect(card.Locator(".chip")).ToHaveTextAsync("finished", new() { Timeout = 30_000 });
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers")]
    [InlineData("/customers/1")]
    [InlineData("/jobs")]
    [InlineData("/runs")]
    [InlineData("/parked")]
    [InlineData("/mappings")]
    [InlineData("/reconcile")]
    [InlineData("/backfills")]
    [InlineData("/targets/demo-crm/plan")]
    [InlineData("/mappings/northwind/Orders?key=10248")]
    [InlineData("/mappings/northwind/Orders/changes?now=true")]
    [InlineData("/records/1008")]
    public async Task Nothing_sticks_out_on_a_phone(string path)
    {
        await MappedOrderAsync();
        await SomeCompleteness.FillAsync(_host.Database);
        await using var visit = await browser.VisitAsync(_host.Address, "ja", width: 360);
        await visit.SignInAsync();

        await visit.Page.GotoAsync(path);

        (await visit.SticksOutAsync()).ShouldBeFalse();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_of_the_customer_page_is_one_click_from_how_it_came_about()
    {
        var record = await MappedOrderAsync();
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync("vera", "/customers/1");

        await visit.Page.Locator($"a.why[href='/records/{record}#v-gross']").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Order 10248");
        var story = visit.Page.Locator("[data-story]");
        await Expect(story).ToContainTextAsync("GrossAmount");
        await Expect(story).ToContainTextAsync("northwind/Orders.yaml, line 7");
        await story.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(visit.Page.Locator("#L7")).ToContainTextAsync("gross: { amount: GrossAmount, currency: Currency }");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_summed_figure_is_one_click_from_the_records_it_adds_up_and_each_from_its_own_story()
    {
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync("vera", "/customers/1");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Open amount ¥100,000: how it came about" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Open amount (JPY)");
        await Expect(visit.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        (await visit.SticksOutAsync()).ShouldBeFalse();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "日本語" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/figures/open\\?currency=JPY$"));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "IN-1 ¥100,000の内訳と由来" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/records/\\d+#v-open$"));
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("IN-1");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pointing_at_a_value_shows_its_counterpart_and_its_story_and_arrow_keys_go_on()
    {
        var record = await MappedOrderAsync();
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync("vera", $"/mappings/northwind/Orders?record={record}");
        var (source, result, story) = (visit.Page.Locator("[data-side=source]"), visit.Page.Locator("[data-side=result]"), visit.Page.Locator("[data-story]"));

        await Expect(story).ToBeHiddenAsync();
        await source.GetByText("7/4/1996").HoverAsync();
        await Expect(result.Locator("a.on")).ToHaveTextAsync("\"1996-07-04\"");
        await Expect(story).ToContainTextAsync("date-format M/d/yyyy");
        await Expect(visit.Page.Locator(".code li.on")).ToHaveAttributeAsync("id", "L5");

        await source.GetByText("7/4/1996").FocusAsync();
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("ArrowRight");
        (await visit.FocusedTextAsync()).ShouldBe("\"1996-07-04\"");
        await keys.PressAsync("ArrowDown");
        (await visit.FocusedTextAsync()).ShouldBe("\"done\"");
        await Expect(story).ToContainTextAsync("choose");
        await keys.PressAsync("ArrowLeft");
        (await visit.FocusedTextAsync()).ShouldBe("\"D\"");
        await keys.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("#v-status$"));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_a_value_leads_to_its_row()
    {
        var record = await MappedOrderAsync();
        await using var visit = await browser.VisitAsync(_host.Address, script: false);
        await visit.SignInAsync("vera", $"/records/{record}");

        await visit.Page.Locator("[data-side=source]").GetByText("7/4/1996").ClickAsync();

        await Expect(visit.Page.Locator("tbody:target")).ToContainTextAsync("date-format M/d/yyyy");
    }

    [Fact]
    public async Task What_would_change_is_compared_in_place_and_applied_after_being_asked()
    {
        await MappedOrderAsync();
        await File.WriteAllTextAsync(Path.Combine(_host.Mappings, "northwind", "Orders.yaml"), SomeMappings.Orders.Replace("D: done", "D: partial", StringComparison.Ordinal));
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: "/mappings/northwind/Orders/changes");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Compare now" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-difference]")).ToContainTextAsync("1 of 1 records would come out otherwise.");
        await Expect(visit.Page.Locator("[data-difference] del")).ToHaveTextAsync("\"done\"");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/changes$"));

        await visit.Page.Locator("details.confirm summary").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Apply (replay)" }).ClickAsync();
        await Expect(visit.Page.GetByText("The replay has been asked for.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".replay .chip")).ToHaveTextAsync("waiting to start");
        await _shelf.ExecuteAsync("update hub.replay set state = 'cancelled'");
        await Expect(visit.Page.Locator(".replay .chip")).ToHaveTextAsync("cancelled");   // the page heard of it
        visit.Complaints.ShouldBeEmpty();
    }

    private Task<long> MappedOrderAsync() =>
        _shelf.MappedAsync(1, Core.Mapping.MappingCompiler.Compile("northwind/Orders.yaml", System.Text.Encoding.UTF8.GetBytes(SomeMappings.Orders)), "10248", SomeMappings.RawOrder);

    [Fact]
    public async Task Times_are_on_the_readers_clock()
    {
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: "/customers/1");

        (await visit.Page.Locator("article .origin dd").Nth(1).TextContentAsync())!.ShouldEndWith("6 May 2026, 20:55");   // Tokyo is nine hours ahead
    }
}
