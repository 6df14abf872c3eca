using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Jobs;

public sealed class PlanWorkTests : IAsyncLifetime
{
    private TargetWorld _world = null!;

    public async Task InitializeAsync() => _world = await TargetWorld.CreateAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_first_load_is_all_creates_and_children_go_behind_their_parents()
    {
        _world.Fill(25);
        _world.Erp["Orders"]["O1"] = new { Name = "O1", Customer = "C01" };
        _world.Erp["Orders"]["O2"] = new { Name = "O2", Customer = "NOBODY" };
        await _world.SyncAsync();

        var plan = await PlanAsync();

        plan.Entities.Select(one => (one.Entity, one.Object, one.Creates, one.Updates, one.Waiting, one.Calls)).ShouldBe([("customer", "Account", 25, 0, 0, 3), ("order", "Sale", 1, 0, 1, 1)]);
        plan.Waiting.ShouldHaveSingleItem().ShouldBe(new PlannedCause("order", "account: the hub has not received the customer", 1, "erp/order/O2"));
        (plan.Live, plan.Compared, plan.Calls).ShouldBe((LiveLook.Asked, 26, 4));
        plan.Records[0].ShouldSatisfyAllConditions(one => one.Key.ShouldBe("erp/customer/C01"), one => one.Change.ShouldBe(PlannedChange.Create),
            one => one.Fields.ShouldBe([new("name", null, "\"Customer 01\""), new("mail", null, "\"c01@example.com\""), new("kind", null, "\"Company\"")]));
        plan.Records[^1].Fields.ShouldContain(new PlannedField("account", null, "\"(erp/customer/C01)\""));
        plan.Forecast.ShouldSatisfyAllConditions(one => (one.Records, one.Calls).ShouldBe((26, 4)), one => one.DoneAt.ShouldBeNull(), one => one.CallsLeft.ShouldBeNull());
        _world.Sent.ShouldBeEmpty();
        (await _world.QueryAsync("select count(*) from hub.outbox where lease is not null or attempts > 0")).ShouldBe("0");   // nothing was claimed

        (await _world.DeliverAsync()).Delivered.ShouldBe(26);
        plan = await PlanAsync();
        plan.Entities.Select(one => (one.Entity, one.Creates, one.Waiting)).ShouldBe([("order", 0, 1)]);
        plan.Forecast.PerSecond.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_changes_is_held_against_the_live_target()
    {
        _world.Fill(6);
        await _world.SyncAsync();
        await _world.DeliverAsync();
        _world.Erp["Customers"]["C01"] = new { Name = "Another name", Mail = "C01@example.com" };
        _world.Erp["Customers"]["C02"] = new { Name = "Set by hand", Mail = "C02@example.com" };
        _world.Crm["id erp:customer:C02"].Fields["name"] = "Set by hand";       // somebody was faster
        _world.Erp["Customers"]["C03"] = new { Name = "Gone", Mail = "C03@example.com" };
        _world.Crm.Remove("id erp:customer:C03");
        _world.ErpGone.Add("C04");
        _world.Erp["Customers"]["C07"] = new { Name = "New", Mail = "new@example.com" };
        _world.Crm["id 7"] = ("Account", "erp:customer:C07", new() { ["name"] = "Imported", ["mail"] = "new@example.com", ["kind"] = "Company" });
        await _world.SyncAsync();
        await _world.QueryAsync("insert into hub.outbox (record_no, version, target_no, entity) select record_no, version, 1, entity from hub.record where id = 'C05'");   // marked again by hand

        var plan = await PlanAsync();

        var one = plan.Entities.ShouldHaveSingleItem();
        (one.Creates, one.Updates, one.Deletes, one.Unchanged, one.Calls).ShouldBe((1, 3, 1, 1, 1));
        plan.Records.ToDictionary(record => record.Key[^3..], record => (record.Change, string.Join(", ", record.Fields.Select(field => $"{field.Name}: {field.From} > {field.To}")))).ShouldBe(new Dictionary<string, (PlannedChange, string)>
        {
            ["C01"] = (PlannedChange.Update, "name: \"Customer 01\" > \"Another name\""),
            ["C02"] = (PlannedChange.Nothing, ""),
            ["C03"] = (PlannedChange.Gone, "name:  > \"Gone\", mail:  > \"c03@example.com\", kind:  > \"Company\""),
            ["C04"] = (PlannedChange.Delete, ""),
            ["C07"] = (PlannedChange.Found, "name: \"Imported\" > \"New\""),
        }, ignoreOrder: true);
        plan.Fields.ShouldContain(new PlannedFieldCount("customer", "name", 3));
    }

    [Fact]
    public async Task What_the_mapping_refuses_is_counted_by_cause_and_its_children_wait()
    {
        _world.Fill(3);
        _world.Erp["Orders"]["O1"] = new { Name = "O1", Customer = "C02" };
        _world.Write("crm/customer.yaml", "from: customer\nto: { target: crm, object: Account }\nfields:\n  name: { from: name, choose: { Customer 01: One, Customer 03: Three }, otherwise: refuse }\n");
        _world.Open();
        await _world.SyncAsync();

        var plan = await PlanAsync();

        plan.Entities.Select(one => (one.Entity, one.Creates, one.Refused, one.Waiting)).ShouldBe([("customer", 2, 1, 0), ("order", 0, 0, 1)]);
        plan.Refused.ShouldHaveSingleItem().ShouldSatisfyAllConditions(cause => cause.FirstKey.ShouldBe("erp/customer/C02"), cause => cause.Cause.ShouldEndWith("a value 'choose' does not list"));
        plan.Waiting.ShouldHaveSingleItem().Cause.ShouldBe("account: the customer is refused, left out or waits itself");
    }

    [Fact]
    public async Task A_sample_is_spread_and_one_entity_can_be_chosen()
    {
        _world.Fill(40);
        _world.Erp["Orders"]["O1"] = new { Name = "O1", Customer = "C01" };
        await _world.SyncAsync();
        var plan = await _world.Planner.MakeAsync("crm", new PlanWish(EntityKind.Customer, Sample: 4), progress: null, default);
        plan.Entities.ShouldHaveSingleItem().Creates.ShouldBe(40);
        plan.Records.Select(one => one.Key[^3..]).ShouldBe(["C01", "C11", "C21", "C31"]);
        (await _world.Planner.MakeAsync("crm", new PlanWish(Sample: 0), progress: null, default)).Compared.ShouldBe(0);
        (await _world.Planner.MakeAsync("crm", new PlanWish(Whole: true, Sample: 1), progress: null, default)).Compared.ShouldBe(41);
        (await Should.ThrowAsync<SetupException>(() => _world.Planner.MakeAsync("crm", new PlanWish(EntityKind.Invoice), progress: null, default))).Message.ShouldContain("It takes customer, order.");
    }

    [Fact]
    public async Task Left_to_the_worker_it_is_kept_until_the_next_one()
    {
        _world.Fill(3);
        await _world.SyncAsync();
        await _world.Planner.AskAsync("crm", new PlanWish(Sample: 2), "somebody", default);
        (await _world.Planner.FindAsync("crm", default)).ShouldSatisfyAllConditions(one => one!.State.ShouldBe("asked"), one => one!.Wish.Sample.ShouldBe(2), one => one!.Plan.ShouldBeNull());
        await _world.Planner.RunAskedAsync("crm", default);
        var kept = await _world.Planner.FindAsync("crm", default);
        (kept!.State, kept.AskedBy, kept.Plan!.Creates, kept.Plan.Records.Count).ShouldBe(("finished", "somebody", 3, 2));
        kept.Plan.Records[0].Fields[0].To.ShouldBe("\"Customer 01\"");
        await _world.Planner.AskAsync("crm", new PlanWish(), "another", default);
        (await _world.Planner.FindAsync("crm", default))!.Plan.ShouldNotBeNull();   // what was found stands until then
    }

    [Theory]
    [InlineData(1000, 10, 10.0, null, 100, null)]      // nobody limits it
    [InlineData(1000, 10, 10.0, 10L, 100, null)]       // just enough
    [InlineData(1000, 10, 10.0, 5L, 3600 + 50, 50)]    // half now, half when the count begins anew
    public void A_forecast_counts_with_the_calls_that_are_left(long records, long calls, double pace, long? left, int doneAfter, int? exhaustedAfter)
    {
        var now = new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
        var forecast = DeliveryForecast.Of(records, calls, pace, left, now.AddHours(1), 100, now);
        (forecast.DoneAt, forecast.ExhaustedAt).ShouldBe((now.AddSeconds(doneAfter), exhaustedAfter is { } after ? now.AddSeconds(after) : null));
    }

    private Task<TargetPlan> PlanAsync() => _world.Planner.MakeAsync("crm", new PlanWish(Whole: true), progress: null, default);
}
