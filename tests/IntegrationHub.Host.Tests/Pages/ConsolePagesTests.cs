using System.Net;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

public sealed class ConsolePagesTests : IAsyncLifetime
{
    private PageHost _host = null!;
    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _shelf = new Shelf(_host.Database);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task The_overview_shows_freshness_backlog_and_what_is_parked()
    {
        await _shelf.RunAsync("sync:northwind/Orders", "parked", FixedTime.Now.AddMinutes(-3));
        await _shelf.ParkAsync("northwind/Orders", "map", "10248", "unknown status", "{}");
        await _shelf.ExecuteAsync("insert into hub.target (name) values ('demo-crm')");
        await _shelf.ExecuteAsync("insert into hub.outbox (record_no, version, target_no, entity) select n, 1, target_no, 4 from hub.target, generate_series(1, 7) n");
        using var client = await _host.SignedInAsync();

        var page = await client.GetStringAsync("/");

        page.ShouldContain("3 minutes ago");
        page.ShouldContain("some parked");
        page.ShouldContain("href=\"/parked?scope=northwind%2FOrders\">1</a>");
        page.ShouldContain("<dt>To deliver</dt><dd>7</dd>");
        page.ShouldContain("60 read, 50 created, 1 parked");
    }

    [Fact]
    public async Task Jobs_show_their_schedule_in_words()
    {
        using var client = await _host.SignedInAsync();
        var english = await client.GetStringAsync("/jobs");
        using var reader = await _host.SignedInAsync(language: "ja");
        var japanese = await reader.GetStringAsync("/jobs");

        english.ShouldContain("every 5 minutes");
        english.ShouldContain("in 3 minutes");
        japanese.ShouldContain("5分ごと");
        japanese.ShouldContain("3分後");
    }

    [Fact]
    public async Task An_engineer_runs_pauses_and_resumes_a_job()
    {
        using var client = await _host.SignedInAsync();

        (await PostAsync(client, "/jobs", "/jobs/run", ("job", "sync:northwind/Orders"))).ShouldContain("has been told to start");
        _host.Engine.Triggered.ShouldBe([new JobId("sync", "northwind/Orders")]);

        (await PostAsync(client, "/jobs", "/jobs/pause", ("job", "sync:northwind/Orders"))).ShouldContain("<span class=\"chip busy\">paused</span>");
        (await PostAsync(client, "/jobs", "/jobs/resume", ("job", "sync:northwind/Orders"))).ShouldNotContain("<span class=\"chip busy\">paused</span>");
        (await PostAsync(client, "/jobs", "/jobs/run", ("job", "sync:gone/Away"))).ShouldContain("There is no such job any more");
    }

    [Fact]
    public async Task A_viewer_sees_jobs_but_no_buttons_and_cannot_post()
    {
        using var client = await _host.SignedInAsync("vera");

        (await client.GetStringAsync("/jobs")).ShouldNotContain("/jobs/run");
        var answer = await PageHost.PostAsync(client, "/jobs", "/jobs/run", ("job", "sync:northwind/Orders"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("You may not do this");
        _host.Engine.Triggered.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_without_the_forms_token_changes_nothing_and_says_why()
    {
        using var client = await _host.SignedInAsync();

        var answer = await client.PostAsync("/jobs/run", new FormUrlEncodedContent([KeyValuePair.Create("job", "sync:northwind/Orders")]));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The form was too old");
        _host.Engine.Triggered.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_finished_run_shows_counts_stages_and_what_it_parked()
    {
        var run = await _shelf.RunAsync("sync:northwind/Orders", "parked", FixedTime.Now);
        var parked = await _shelf.ParkAsync("northwind/Orders", "map", "10248", "unknown status", "{}");
        await _shelf.ExecuteAsync("update hub.parked set run_no = $1", run);
        using var client = await _host.SignedInAsync();

        var page = await client.GetStringAsync($"/runs/{run}");

        page.ShouldContain("<td class=\"num\" data-live=\"created\">50</td>");
        page.ShouldContain("1.5&#xA0;s");
        page.ShouldContain("2&#xA0;kB");
        page.ShouldContain($"href=\"/parked/{parked}\"");
        page.ShouldNotContain("/events");
    }

    [Fact]
    public async Task A_running_run_sends_its_progress_until_it_is_done()
    {
        var run = await _shelf.RunAsync("sync:northwind/Orders", null, FixedTime.Now);
        using var client = await _host.SignedInAsync();
        (await client.GetStringAsync($"/runs/{run}")).ShouldContain($"data-run=\"/runs/{run}/events\"");
        await using var stream = await client.GetStreamAsync($"/runs/{run}/events");
        using var events = new StreamReader(stream);

        (await events.ReadLineAsync()).ShouldBe("event: state");
        (await events.ReadLineAsync())!.ShouldContain("60 of 100 read");
        await _shelf.ExecuteAsync("update hub.run set read = 100, outcome = 'succeeded', finished_at = now() where run_no = $1", run);
        var rest = await events.ReadToEndAsync();

        rest.ShouldContain("event: done");
        rest.ShouldContain("100 of 100 read");
    }

    [Fact]
    public async Task Runs_are_filtered_by_job_and_paged()
    {
        for (var at = 0; at < 55; at++)
            await _shelf.RunAsync("sync:northwind/Orders", "succeeded", FixedTime.Now);
        await _shelf.RunAsync("deliver:demo-crm", "failed", FixedTime.Now);
        using var client = await _host.SignedInAsync();

        var orders = await client.GetStringAsync("/runs?job=sync:northwind/Orders");
        var deliveries = await client.GetStringAsync("/runs?job=deliver:demo-crm");

        orders.ShouldContain("Older runs");
        orders.ShouldNotContain("<td class=\"mono\">deliver:demo-crm");
        deliveries.ShouldContain("<td class=\"mono\">deliver:demo-crm");
        deliveries.ShouldNotContain("Older runs");
    }

    [Fact]
    public async Task Only_engineers_see_the_payload_and_never_as_markup()
    {
        var parked = await _shelf.ParkAsync("northwind/Orders", "map", "10248", "unknown status", "{\"ShipName\":\"<img src=x>\",\"City\":\"東京\"}");
        using var engineer = await _host.SignedInAsync();
        using var viewer = await _host.SignedInAsync("vera");

        var seen = await engineer.GetStringAsync($"/parked/{parked}");
        var hidden = await viewer.GetStringAsync($"/parked/{parked}");

        seen.ShouldContain("&lt;img src=x&gt;");
        seen.ShouldContain("東京");
        seen.ShouldNotContain("<img");
        hidden.ShouldContain("Engineers and admins see the record itself.");
        hidden.ShouldNotContain("東京");
        hidden.ShouldNotContain("/parked/drop");
    }

    [Fact]
    public async Task A_group_is_dropped_with_a_reason_and_taken_back_one_by_one()
    {
        var first = await _shelf.ParkAsync("northwind/Orders", "map", "1", "unknown status", "{}");
        await _shelf.ParkAsync("northwind/Orders", "map", "2", "unknown status", "{}");
        await _shelf.ParkAsync("northwind/Orders", "map", "3", "no customer", "{}");
        using var client = await _host.SignedInAsync();
        const string Group = "/parked/group?scope=northwind/Orders&stage=map&cause=unknown%20status";

        (await client.GetStringAsync(Group)).ShouldContain("Give up 2 records?");
        (await PostAsync(client, Group, "/parked/drop", ("scope", "northwind/Orders"), ("stage", "map"), ("cause", "unknown status"), ("reason", "test data"))).ShouldContain("2 records dropped.");
        (await client.GetStringAsync("/parked/dropped")).ShouldContain($"href=\"/parked/{first}\"");
        (await _shelf.CountAsync("select count(*) from hub.audit where who = 'erik' and detail = 'test data'")).ShouldBe(1);

        (await PostAsync(client, $"/parked/{first}", "/parked/reopen", ("parkedNo", $"{first}"), ("reason", "needed after all"))).ShouldContain("1 record parked again.");
        (await _shelf.CountAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe(2);
    }

    [Fact]
    public async Task A_post_that_names_no_record_and_no_whole_group_touches_nothing()
    {
        await _shelf.ParkAsync("northwind/Orders", "map", "1", "unknown status", "{}");
        using var client = await _host.SignedInAsync();

        (await PostAsync(client, "/parked", "/parked/drop", ("scope", "northwind/Orders"), ("reason", "oops"))).ShouldContain("0 records dropped.");

        (await _shelf.CountAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_deleted_over_there_is_made_again_on_request()
    {
        await _shelf.CustomerAsync(1, Some.Customer("C1", "A"));
        var record = await _shelf.CountAsync("select record_no from hub.binding");
        var parked = await _shelf.ParkAsync("demo-crm", "deliver", "northwind/customer/C1", DeliveryCauses.Gone, "", record);
        using var client = await _host.SignedInAsync();

        (await client.GetStringAsync($"/parked/{parked}")).ShouldContain("action=\"/parked/make-again\"");
        (await PostAsync(client, $"/parked/{parked}", "/parked/make-again", ("parkedNo", $"{parked}"))).ShouldContain("1 record on the way again.");

        (await _shelf.CountAsync("select count(*) from hub.outbox where record_no = $1", record)).ShouldBe(1);
        (await _shelf.CountAsync("select count(*) from hub.delivered where record_no = $1 and remote_id is null and make_new", record)).ShouldBe(1);
        (await _shelf.CountAsync("select count(*) from hub.audit where who = 'erik' and detail = 'madeAgain'")).ShouldBe(1);
    }

    [Fact]
    public async Task One_of_several_that_could_be_it_is_chosen_and_what_is_taken_is_told()
    {
        await _shelf.CustomerAsync(1, Some.Customer("C1", "A"));
        await _shelf.CustomerAsync(2, Some.Customer("C2", "B"));
        var record = await _shelf.CountAsync("select min(record_no) from hub.binding");
        var parked = await _shelf.ParkAsync("demo-crm", "deliver", "northwind/customer/C1", DeliveryCauses.Choose, """{"field":"email","candidates":["ACC-1","ACC-2"]}""", record);
        using var client = await _host.SignedInAsync();
        using var japanese = await _host.SignedInAsync(language: "ja");

        var page = await client.GetStringAsync($"/parked/{parked}");
        page.ShouldContain("value=\"ACC-2\"");
        page.ShouldContain("have the same &#x27;email&#x27;");
        (await japanese.GetStringAsync($"/parked/{parked}")).ShouldContain("該当なし（新規作成）");
        (await PostAsync(client, $"/parked/{parked}", "/parked/choose", ("parkedNo", $"{parked}"), ("remoteId", "ACC-2"))).ShouldContain("1 record on the way again.");
        (await _shelf.CountAsync("select count(*) from hub.delivered where record_no = $1 and remote_id = 'ACC-2'", record)).ShouldBe(1);

        var second = await _shelf.ParkAsync("demo-crm", "deliver", "northwind/customer/C2", DeliveryCauses.Choose, """{"field":"email","candidates":["ACC-2"]}""", record + 1);
        (await PostAsync(client, $"/parked/{second}", "/parked/choose", ("parkedNo", $"{second}"), ("remoteId", "ACC-2"))).ShouldContain("is another one of ours already");
    }

    [Fact]
    public async Task A_rejected_delivery_is_marked_again_by_a_replay()
    {
        await _shelf.CustomerAsync(1, Some.Customer("C1", "A"));
        var record = await _shelf.CountAsync("select record_no from hub.binding");
        var parked = await _shelf.ParkAsync("demo-crm", "deliver", "northwind/customer/C1", "refused", "", record);
        using var client = await _host.SignedInAsync();

        (await PostAsync(client, $"/parked/{parked}", "/parked/replay", ("parkedNo", $"{parked}"))).ShouldContain("1 record on the way again.");

        (await _shelf.CountAsync("select count(*) from hub.outbox where record_no = $1", record)).ShouldBe(1);
    }

    /// <summary>Posts and follows the redirect.</summary>
    private static async Task<string> PostAsync(HttpClient client, string page, string action, params (string, string)[] fields)
    {
        var answer = await PageHost.PostAsync(client, page, action, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return await client.GetStringAsync(answer.Headers.Location!);
    }
}
