using System.Net;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>What deliveries would do, and what of them waits for a person, as the pages say it.</summary>
public sealed class PlanPageTests : IAsyncLifetime
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
    public async Task A_plan_is_asked_for_and_shown_with_values_for_engineers_only()
    {
        using var erik = await _host.SignedInAsync();
        (await erik.GetStringAsync("/targets/demo-crm/plan")).ShouldContain("Nothing was worked out yet");

        var answer = await PageHost.PostAsync(erik, "/targets/demo-crm/plan", "/targets/plan", ("target", "demo-crm"), ("entity", "order"), ("sample", "7"));
        answer.Headers.Location!.OriginalString.ShouldBe("/targets/demo-crm/plan");
        _host.Engine.Triggered.ShouldBe([new JobId("plan", "demo-crm")]);
        var page = await erik.GetStringAsync("/targets/demo-crm/plan");
        page.ShouldContain("waits for the worker");
        page.ShouldContain("data-run=\"/targets/demo-crm/plan/events\"");
        var plans = new TargetPlans(_host.Database);
        (await plans.FindAsync<PlanWish, TargetPlan>("demo-crm", default))!.ShouldSatisfyAllConditions(one => one.AskedBy.ShouldBe("erik"), one => one.Wish.ShouldBe(new PlanWish(EntityKind.Order, 7)));

        await plans.FinishAsync("demo-crm", SomePlan(), default);
        page = await erik.GetStringAsync("/targets/demo-crm/plan");
        page.ShouldContain("<td class=\"num\">1,200</td>");
        page.ShouldContain("12 records were held against the target as it is now.");
        page.ShouldContain("&quot;Old name&quot;");
        page.ShouldContain("the hub has not received the customer");
        page.ShouldContain("done about 6 May 2026, 13:00");
        page.ShouldContain("The account&#x27;s calls run out about 6 May 2026, 12:30");

        using var vera = await _host.SignedInAsync("vera", "ja");
        page = await vera.GetStringAsync("/targets/demo-crm/plan");
        page.ShouldContain("demo-crm への配信で起こること");
        page.ShouldContain("account: ハブが参照先を受け取っていません：customer");
        page.ShouldNotContain("Old name");
        page.ShouldNotContain("/targets/plan\"");
        var missing = await vera.GetAsync("/targets/nobody/plan");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await missing.Content.ReadAsStringAsync()).ShouldContain("配信先 nobody はありません");
    }

    [Fact]
    public async Task What_is_held_is_on_the_overview_and_the_plan_and_released_as_it_was_seen()
    {
        var upTo = await HoldAsync(3);
        using var erik = await _host.SignedInAsync();
        foreach (var path in new[] { "/", "/targets/demo-crm/plan" })
        {
            var page = await erik.GetStringAsync(path);
            page.ShouldContain("Deliveries held: demo-crm");
            page.ShouldContain("3 deletes wait: more than the 2 that may leave unasked");
            page.ShouldContain("northwind/order/O-1");
        }

        (await erik.GetStringAsync("/")).ShouldContain("href=\"/targets/demo-crm/plan\"");
        await HoldAsync(1, from: 4);   // after the look
        var answer = await PageHost.PostAsync(erik, "/targets/demo-crm/plan", "/targets/release", ("target", "demo-crm"), ("kind", "deletes"), ("upTo", $"{upTo}"));
        (await erik.GetStringAsync(answer.Headers.Location!)).ShouldContain("3 records may leave within 24 hours.");
        _host.Engine.Triggered.ShouldBe([new JobId("deliver", "demo-crm")]);
        (await _shelf.CountAsync("select count(*) from hub.outbox where due_at = 'infinity'")).ShouldBe(1);
        (await _shelf.CountAsync("select count(*) from hub.audit where who = 'erik' and what = 'release deliveries' and subject = 'demo-crm' and detail = '3 deletes'")).ShouldBe(1);

        answer = await PageHost.PostAsync(erik, "/targets/demo-crm/plan", "/targets/release", ("target", "demo-crm"), ("kind", "deletes"), ("upTo", $"{upTo}"));
        (await erik.GetStringAsync(answer.Headers.Location!)).ShouldContain("Nothing was released");
    }

    [Fact]
    public async Task A_viewer_sees_what_is_held_and_may_not_release_it()
    {
        await HoldAsync(3);
        using var vera = await _host.SignedInAsync("vera");
        var page = await vera.GetStringAsync("/targets/demo-crm/plan");
        page.ShouldContain("Engineers and admins can release them.");
        page.ShouldNotContain("/targets/release");
    }

    private async Task<long> HoldAsync(int records, int from = 1)
    {
        await _shelf.ExecuteAsync("insert into hub.target (name) values ('demo-crm') on conflict do nothing");
        await _shelf.ExecuteAsync("insert into hub.held_delivery (target_no, kind, most) select target_no, 'deletes', 2 from hub.target where name = 'demo-crm'");
        for (var number = from; number < from + records; number++)
        {
            await _shelf.AddAsync(null, new Order { Key = new RecordKey("northwind", "order", $"O-{number}"), Number = $"{number}", Deleted = true });
            await _shelf.ExecuteAsync("""
                insert into hub.outbox (record_no, version, target_no, entity, due_at, held_no)
                select r.record_no, r.version, t.target_no, r.entity, 'infinity', (select max(held_no) from hub.held_delivery) from hub.record r, hub.target t where r.id = $1 and t.name = 'demo-crm'
                """, $"O-{number}");
        }

        return await _shelf.CountAsync("select max(held_no) from hub.held_delivery");
    }

    private static TargetPlan SomePlan() => new()
    {
        Target = "demo-crm",
        At = FixedTime.Now,
        Entities = [new PlannedEntity("order", "orders") { Creates = 1200, Updates = 3, Waiting = 1 }],
        Refused = [new PlannedCause("order", "demo-crm/order.yaml(4,3): a value 'choose' does not list", 2, "northwind/order/9")],
        Waiting = [new PlannedCause("order", "account: the hub has not received the customer", 1, "northwind/order/8")],
        Live = LiveLook.Asked,
        Compared = 12,
        Fields = [new PlannedFieldCount("order", "name", 3)],
        Records = [new PlannedRecord("order", "northwind/order/7", PlannedChange.Update, [new PlannedField("name", "\"Old name\"", "\"New name\"")])],
        Calls = 7,
        Forecast = new DeliveryForecast(1203, 7, 20.5, FixedTime.Now.AddHours(1), 5, FixedTime.Now.AddMinutes(30), FixedTime.Now.AddHours(12)),
    };
}
