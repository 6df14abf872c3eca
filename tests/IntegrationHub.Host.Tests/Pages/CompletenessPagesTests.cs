using System.Net;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>Whether everything arrived, as the pages say it.</summary>
public sealed class CompletenessPagesTests : IAsyncLifetime
{
    private static readonly SyncKey Orders = new("northwind", "Orders");
    private static readonly SyncKey Customers = new("northwind", "Customers");
    private PageHost _host = null!;
    private Reconciles _reconciles = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _reconciles = new Reconciles(_host.Database);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_sync_that_differs_is_red_on_the_overview_its_runs_and_its_own_page_with_what_to_do()
    {
        await SomeCompleteness.FillAsync(_host.Database);
        var run = await new Shelf(_host.Database).RunAsync("sync:northwind/Orders", "succeeded", FixedTime.Now);
        using var client = await _host.SignedInAsync();

        var overview = await client.GetStringAsync("/");
        overview.ShouldContain("<span class=\"chip bad\">differs</span>");
        overview.ShouldContain("10 at the source, 8 in the hub");
        overview.ShouldContain("href=\"/reconcile#northwind-Orders\"");
        var page = await client.GetStringAsync($"/runs/{run}");
        page.ShouldContain("The counts of this sync do not agree: 10 at the source, 8 in the hub.");

        page = await client.GetStringAsync("/reconcile");
        page.ShouldContain("<tr id=\"northwind-Orders\"");
        page.ShouldContain("Missing in the hub: 2");
        page.ShouldContain("<li>O-9</li>");
        page.ShouldContain("A repair reads these again.");
        page.ShouldContain("Acknowledged by demo-crm and no longer there: 1");
        page.ShouldContain("<li>northwind:order:O-1</li>");
        page.ShouldContain("In demo-crm, and not known to the hub as delivered: 40");
        page.ShouldContain("and 10 more");
        page.ShouldContain("6 there, 7 acknowledged");
        page.ShouldContain("Gross 100.5 / 80");
        page.ShouldContain("waits for the worker");   // the customers are being compared
        page.ShouldContain("Compare northwind/Orders anew, read again what is missing or differs");
    }

    [Fact]
    public async Task A_sync_whose_target_alone_differs_is_amber_and_one_that_cannot_be_counted_says_so()
    {
        await _reconciles.FinishAsync(null, Orders, agrees: false, SomeCompleteness.Figures() with { HubAgrees = true, Missing = KeyList.None, Parts = [], PartCount = 0, Source = 10, Hub = 10 }, "test", default);
        await _reconciles.FinishAsync(null, Customers, agrees: null, new ReconcileFigures(), "test", default);
        using var client = await _host.SignedInAsync("vera", "ja");

        var page = await client.GetStringAsync("/reconcile");
        page.ShouldContain("<span class=\"chip busy\">配信先が不一致</span>");
        page.ShouldContain("<span class=\"chip \">件数なし</span>");
        page.ShouldContain("すべて揃っているかどうかを確認できません");
        page.ShouldNotContain("/reconcile/ask");   // Vera only looks
        (await client.GetStringAsync("/")).ShouldContain("配信先が不一致");
    }

    [Fact]
    public async Task What_failed_says_why_and_keeps_what_was_known()
    {
        await _reconciles.FinishAsync(null, Orders, agrees: true, new ReconcileFigures { IsCounted = true, Source = 7, Hub = 7, HubAgrees = true }, "test", default);
        await _reconciles.FailAsync(null, Orders, "The ERP is busy.", "test", default);
        using var client = await _host.SignedInAsync();
        var page = await client.GetStringAsync("/reconcile");
        page.ShouldContain("could not be compared");
        page.ShouldContain("The ERP is busy.");
        page.ShouldContain("<td class=\"num\">7</td>");
    }

    [Fact]
    public async Task An_engineer_asks_for_a_comparison_or_a_repair_and_a_viewer_may_not()
    {
        using var erik = await _host.SignedInAsync();
        (await PageHost.PostAsync(erik, "/reconcile", "/reconcile/ask", ("connection", "northwind"))).Headers.Location!.OriginalString.ShouldBe("/reconcile?done=asked");
        (await PageHost.PostAsync(erik, "/reconcile", "/reconcile/ask", ("sync", "northwind/Orders"), ("repair", "true"))).Headers.Location!.OriginalString.ShouldBe("/reconcile?done=asked");
        (await PageHost.PostAsync(erik, "/reconcile", "/reconcile/ask", ("sync", "northwind/Gone"))).Headers.Location!.OriginalString.ShouldBe("/reconcile");
        (await QueryAsync("select string_agg(sync || ' ' || repair || ' ' || asked_by, ', ' order by reconcile_no) from hub.reconcile")).ShouldBe("northwind/Customers false erik, northwind/Orders false erik, northwind/Orders true erik");
        _host.Engine.Triggered.ShouldBe([new JobId("asked-reconcile", "northwind"), new JobId("asked-reconcile", "northwind")]);

        using var vera = await _host.SignedInAsync("vera");
        (await PageHost.PostAsync(vera, "/customers", "/reconcile/ask", ("connection", "northwind"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PageHost.PostAsync(vera, "/customers", "/backfills/start", ("backfillNo", "1"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_prepared_back_fill_tells_its_cost_and_is_started_paused_and_cancelled()
    {
        await SomeCompleteness.FillAsync(_host.Database);
        using var client = await _host.SignedInAsync();
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/backfills"));
        page.ShouldContain("1,200 records (counted by the source) · about 12 calls · about 2\u00a0min\u00a000\u00a0s (by what earlier runs took)");
        page.ShouldContain("The first page came with 100 records in 640\u00a0ms.");
        page.ShouldContain("Nobody limits the calls of this connection.");
        page.ShouldContain("1 Apr 2026 to 30 Apr 2026");
        page.ShouldContain("cannot read part of an entity by company");

        await PostAsync(client, "start", "started");
        _host.Engine.Triggered.ShouldBe([new JobId("backfill", "northwind/Orders")]);
        await PostAsync(client, "pause", "paused");
        await PostAsync(client, "cancel", "cancelled");
        await PostAsync(client, "start", "over");
        (await client.GetStringAsync("/backfills?done=over")).ShouldContain("It was over already.");
        (await QueryAsync("select string_agg(what, ', ' order by audit_no) from hub.audit where what like '%back-fill'")).ShouldBe("start back-fill, paused back-fill, cancelled back-fill");
        (await QueryAsync("select state from hub.backfill where backfill_no = 1")).ShouldBe("cancelled");
    }

    [Theory]
    [InlineData("dates", "", "", "")]
    [InlineData("dates", "2026-05-02", "2026-05-01", "")]
    [InlineData("keys", "", "", " ,; ")]
    [InlineData("company", "", "", "")]
    [InlineData("", "", "", "1")]
    public async Task What_does_not_say_which_records_is_never_taken_for_all(string which, string from, string until, string keys)
    {
        using var client = await _host.SignedInAsync();
        var answer = await PageHost.PostAsync(client, "/backfills", "/backfills", ("sync", "northwind/Orders"), ("which", which), ("from", from), ("until", until), ("keys", keys), ("company", " "));
        if (which.Length > 0)
            answer.Headers.Location!.OriginalString.ShouldBe("/backfills?problem=true");
        else
            answer.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await QueryAsync("select count(*) from hub.backfill")).ShouldBe("0");
    }

    private static async Task PostAsync(HttpClient client, string what, string done) =>
        (await PageHost.PostAsync(client, "/backfills", $"/backfills/{what}", ("backfillNo", "1"))).Headers.Location!.OriginalString.ShouldBe($"/backfills?done={done}");

    private async Task<string?> QueryAsync(string sql)
    {
        await using var command = _host.Database.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
