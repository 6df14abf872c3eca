using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Tests.Pages.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

/// <summary>What deliveries would do, before a reader's eyes.</summary>
[Trait("Category", "Browser")]
public sealed class PlanBrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private PageHost _host = null!;
    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _shelf = new Shelf(_host.Database);
        await _shelf.AddAsync(null, new Order { Key = new RecordKey("northwind", "order", "O-1"), Number = "1" }, new Order { Key = new RecordKey("northwind", "order", "O-2"), Number = "2" });
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_plan_is_asked_for_watched_and_read_and_what_is_held_is_released()
    {
        await _shelf.ExecuteAsync("insert into hub.target (name) values ('demo-crm') on conflict do nothing");
        await _shelf.ExecuteAsync("insert into hub.held_delivery (target_no, kind, most) select target_no, 'size', 1 from hub.target where name = 'demo-crm'");
        await _shelf.ExecuteAsync("""
            insert into hub.outbox (record_no, version, target_no, entity, due_at, held_no)
            select r.record_no, r.version, t.target_no, r.entity, 'infinity', (select max(held_no) from hub.held_delivery) from (select * from hub.record order by record_no limit 2) r, hub.target t where t.name = 'demo-crm'
            """);
        var plans = new TargetPlans(_host.Database);
        await using var visit = await browser.VisitAsync(_host.Address);
        await visit.SignInAsync(to: "/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "What delivering to demo-crm would do" }).First.ClickAsync();
        await visit.Page.GetByLabel("Records to hold against the target").FillAsync("5");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Work it out now" }).ClickAsync();
        await Expect(visit.Page.GetByText("waits for the worker")).ToBeVisibleAsync();

        await plans.TellAsync("demo-crm", 40, 100, CancellationToken.None);
        await Expect(visit.Page.GetByText("40 of 100 looked at")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await plans.FinishAsync("demo-crm", new TargetPlan
        {
            Target = "demo-crm",
            At = DateTimeOffset.UnixEpoch,
            Entities = [new PlannedEntity("order", "orders") { Updates = 3 }],
            Refused = [],
            Waiting = [],
            Live = LiveLook.Asked,
            Compared = 3,
            Fields = [new PlannedFieldCount("order", "state", 3)],
            Records = [new PlannedRecord("order", "northwind/order/7", PlannedChange.Update, [new PlannedField("state", "\"Open\"", "\"Shipped\"")])],
            Calls = 1,
            Forecast = DeliveryForecast.Of(3, 1, null, null, null, null, DateTimeOffset.UnixEpoch),
        }, CancellationToken.None);
        await Expect(visit.Page.GetByText("\"Shipped\"")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(visit.Page.GetByText("3 records were held against the target as it is now.")).ToBeVisibleAsync();

        var held = visit.Page.Locator(".held");
        await Expect(held).ToContainTextAsync("2 records wait: more than the 1 that may leave unasked.");
        await held.GetByText("Release").First.ClickAsync();
        await held.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 records may leave within 24 hours.");
        await Expect(visit.Page.Locator(".held")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }
}
