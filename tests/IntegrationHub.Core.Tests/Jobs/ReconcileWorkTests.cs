using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Jobs;

public sealed class ReconcileWorkTests : IAsyncLifetime
{
    private static readonly SyncKey Customers = new("erp", "Customers");
    private static readonly SyncKey Orders = new("erp", "Orders");
    private ReconcileWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await ReconcileWorld.CreateAsync();
        for (var number = 1; number <= 7; number++)
            (_world.Erp["Customers"][$"C{number}"], _world.Erp["Orders"][$"O{number}"]) = ($"Customer {number}", $"{number}");
        await _world.LoadAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task What_is_the_same_in_all_three_agrees_and_each_object_is_listed_once()
    {
        var found = await RunAsync();
        found.ShouldAllBe(one => one.Compared!.AllAgree == true);
        foreach (var one in found)
        {
            Crm(one).ShouldSatisfyAllConditions(
                crm => crm.Agrees.ShouldBe(true), crm => crm.Listed!.There.ShouldBe(7), crm => (crm.Records, crm.Delivered, crm.Marked).ShouldBe((7, 7, 0)), crm => crm.NotListed.ShouldBeNull());
            Mute(one).ShouldSatisfyAllConditions(mute => mute.Agrees.ShouldBeNull(), mute => mute.NotListed.ShouldBe(NotListed.CannotList), mute => mute.Delivered.ShouldBe(7));
        }

        _world.Listed.ShouldBe(2);
        var kept = (await _world.Reconciles.LastAsync(default))["erp/Orders"];
        (kept.Agrees, kept.Found!.Source, kept.Found.Hub, kept.Found.Targets[0].Listed!.There, kept.Found.Targets[1].NotListed).ShouldBe((true, 7, 7, 7, NotListed.CannotList));
    }

    [Fact]
    public async Task What_a_target_has_lost_or_has_too_many_is_named()
    {
        _world.Crm.Remove(("orders", "erp:order:O3"));
        _world.Crm.Add(("orders", "erp:order:X9"));
        _world.Crm.Add(("orders", "another:order:1"));   // another hub's, or another connection's
        var found = await RunAsync();
        found.Single(one => one.Sync == Customers).Compared!.AllAgree.ShouldBe(true);
        var orders = found.Single(one => one.Sync == Orders);
        (orders.Compared!.Agrees, orders.Compared.AllAgree).ShouldBe((true, false));
        var crm = Crm(orders);
        crm.Listed!.Missing.ShouldSatisfyAllConditions(missing => missing.Count.ShouldBe(1), missing => missing.First.ShouldBe(["erp:order:O3"]));
        crm.Listed.Extra.First.ShouldBe(["erp:order:X9"]);
        crm.Listed.There.ShouldBe(7);
        (await _world.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");   // nobody asked for a repair
    }

    [Fact]
    public async Task A_repair_marks_again_what_the_target_has_lost_and_reads_again_what_the_hub_has_not()
    {
        _world.Crm.Remove(("orders", "erp:order:O3"));
        await _world.QueryAsync("delete from hub.record where id = 'O5'");   // behind the hub's back: the checkpoint says it was read
        _world.SyncFails["Orders"] = new TransientException("The ERP is busy.");   // so that no catching up brings it
        var orders = (await RunAsync(repair: true)).Single(one => one.Sync == Orders);
        _world.SyncFails.Clear();
        orders.Compared!.ShouldSatisfyAllConditions(one => one.Missing.ShouldBe(["O5"]), one => one.CatchUpFailed.ShouldBe("The ERP is busy."));
        (orders.Repaired!.Counts.Created, Crm(orders).MarkedAgain).ShouldBe((1, 1));
        (await _world.QueryAsync("select string_agg(r.id, ',' order by r.id) from hub.outbox o join hub.record r using (record_no) where target_no = (select target_no from hub.target where name = 'crm')")).ShouldContain("O3");
        await _world.LoadAsync();
        _world.Crm.ShouldContain(("orders", "erp:order:O3"));
        (await RunAsync()).ShouldAllBe(one => one.Compared!.AllAgree == true);
        (await _world.QueryAsync("select found->>'readAgain' from hub.reconcile where sync = 'erp/Orders' order by reconcile_no limit 1")).ShouldBe("1");
    }

    [Fact]
    public async Task What_is_on_its_way_or_is_delivered_while_the_target_lists_is_no_difference()
    {
        _world.Crm.Remove(("customers", "none"));
        _world.Erp["Orders"]["O8"] = "8";
        await _world.Work.SyncAsync(Orders, progress: null, default);   // marked, not delivered
        var orders = (await RunAsync()).Single(one => one.Sync == Orders);
        (orders.Compared!.AllAgree, Crm(orders).Marked).ShouldBe((true, 1));

        _world.WhileListed = async () => await _world.Work.DeliverAsync("crm", progress: null, default);   // too late for the list
        orders = (await _world.Reconcile.RunAsync([Orders], new ReconcileWish(null, Repair: false), "test", progress: null, default)).Single();
        (orders.Compared!.AllAgree, Crm(orders).Listed!.Missing.Count, _world.Crm.Contains(("orders", "erp:order:O8"))).ShouldBe((true, 0, true));

        _world.Erp["Orders"].Remove("O8");
        await _world.QueryAsync("with gone as (update hub.record set deleted = true, version = version + 1 where id = 'O8' returning record_no, version, entity) insert into hub.outbox (record_no, version, target_no, entity) select record_no, version, target_no, entity from gone, hub.target where name = 'crm'");
        orders = (await _world.Reconcile.RunAsync([Orders], new ReconcileWish(null, Repair: false), "test", progress: null, default)).Single();
        (Crm(orders).Agrees, Crm(orders).Listed!.Extra.Count).ShouldBe((true, 0));   // its delete overtook the list
    }

    [Fact]
    public async Task A_list_that_broke_off_proves_nothing_and_the_rest_is_compared()
    {
        _world.ListFails = new TransientException("The CRM is busy.");
        var found = await RunAsync();
        found.Count.ShouldBe(2);
        found.ShouldAllBe(one => Crm(one).NotListed == NotListed.Failed && Crm(one).Problem == "The CRM is busy." && Crm(one).Agrees == null && one.Compared!.Agrees == true);
    }

    [Fact]
    public async Task One_that_fails_does_not_end_the_others()
    {
        _world.CountFails["Customers"] = new TransientException("The ERP is busy.");
        var found = await RunAsync();
        (found[0].Sync, found[0].Failed, found[0].Compared).ShouldBe((Customers, "The ERP is busy.", null));
        (found[1].Sync, found[1].Compared!.AllAgree).ShouldBe((Orders, true));
        (await _world.QueryAsync("select string_agg(sync || ' ' || state, ', ' order by sync) from hub.reconcile")).ShouldBe("erp/Customers failed, erp/Orders finished");
    }

    [Fact]
    public async Task Catching_up_that_fails_is_told_and_the_counts_are_compared_all_the_same()
    {
        _world.Erp["Customers"]["C8"] = "Customer 8";
        _world.Erp["Customers"].Remove("C1");
        _world.Erp["Customers"].Remove("C2");
        _world.ReadFails["Customers"] = new TransientException("The ERP is busy.");
        var found = await RunAsync();
        found[0].Compared!.ShouldSatisfyAllConditions(one => one.CatchUpFailed.ShouldBe("The ERP is busy."), one => (one.AllAgree, one.Source, one.Hub, one.KeysAreKnown).ShouldBe((false, 6, 7, false)));
        found[1].Compared!.AllAgree.ShouldBe(true);
    }

    [Fact]
    public async Task The_worker_does_what_was_asked_for_once_and_takes_over_what_a_dead_host_left()
    {
        var asked = await _world.Reconcile.AskAsync(Orders, repair: false, askTargets: true, "erik", default);
        (await _world.Reconcile.AskAsync(Orders, repair: false, askTargets: false, "vera", default)).ReconcileNo.ShouldBe(asked.ReconcileNo);   // it waits already, and does more
        await _world.QueryAsync("insert into hub.reconcile (sync, state, repair, ask_targets, asked_by, changed_at) values ('erp/Customers', 'running', false, true, 'x', now() - interval '3 minutes'), ('erp/Customers', 'running', false, true, 'y', now())");
        var (done, marked) = await _world.Reconcile.RunAskedAsync("erp", default);
        (done.Count, marked).ShouldBe((2, 0));
        (await _world.QueryAsync("select string_agg(asked_by || ' ' || state, ', ' order by reconcile_no) from hub.reconcile")).ShouldBe("erik finished, x finished, y running");
        (await _world.Reconcile.RunAskedAsync("erp", default)).Done.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_first_load_the_counts_are_asked_for_once_and_a_whole_connection_as_its_settings_say()
    {
        (await _world.Reconcile.AskAfterFirstLoadAsync(Orders, default)).ShouldBeTrue();
        (await _world.Reconcile.AskAfterFirstLoadAsync(Orders, default)).ShouldBeFalse();
        await _world.Reconcile.AskAllAsync("erp", "schedule", default);
        (await _world.QueryAsync("select string_agg(sync || ' ' || asked_by || ' ' || repair, ', ' order by reconcile_no) from hub.reconcile")).ShouldBe("erp/Orders first load false, erp/Customers schedule true, erp/Orders schedule true");
        var (done, _) = await _world.Reconcile.RunAskedAsync("erp", default);
        done.Select(one => (one.Sync.Entity, Crm(one).NotListed)).ShouldBe([("Orders", NotListed.TooEarly), ("Customers", null), ("Orders", null)]);
        (await _world.Reconcile.AskAfterFirstLoadAsync(Orders, default)).ShouldBeFalse();
    }

    private Task<IReadOnlyList<Reconciled>> RunAsync(bool repair = false) => _world.Reconcile.RunAsync([Customers, Orders], new ReconcileWish(null, repair), "test", progress: null, default);

    private static TargetStand Crm(Reconciled one) => one.Compared!.Targets.Single(target => target.Target == "crm");

    private static TargetStand Mute(Reconciled one) => one.Compared!.Targets.Single(target => target.Target == "mute");
}
