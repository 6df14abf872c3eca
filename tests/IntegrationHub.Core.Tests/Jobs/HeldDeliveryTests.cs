using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Jobs;

public sealed class HeldDeliveryTests : IAsyncLifetime
{
    private TargetWorld _world = null!;

    public async Task InitializeAsync() => _world = await TargetWorld.CreateAsync(("ApproveAbove", "12"), ("DeleteBrake", "10"), ("DeleteBrakeAtLeast", "3"));

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task More_than_may_leave_unasked_waits_for_a_person_and_what_comes_after_the_look_waits_again()
    {
        _world.Fill(13);
        await _world.SyncAsync();
        (await _world.DeliverAsync()).Delivered.ShouldBe(0);
        var seen = (await _world.Held.ListAsync(default)).ShouldHaveSingleItem();
        (seen.Target, seen.Kind, seen.Records, seen.Most).ShouldBe(("crm", HeldDeliveries.Size, 13, 12));
        (await _world.Held.KeysAsync(seen, 2, default)).Select(key => key.Id).ShouldBe(["C01", "C02"]);

        _world.Fill(14);
        await _world.SyncAsync();
        await _world.DeliverAsync();   // the fourteenth is held, too: together they are too many
        (await _world.Held.ListAsync(default)).ShouldHaveSingleItem().Records.ShouldBe(14);

        (await _world.Held.ReleaseAsync("crm", HeldDeliveries.Size, seen.UpTo, "an engineer", default)).ShouldBe(13);
        (await _world.Held.ReleaseAsync("crm", HeldDeliveries.Size, seen.UpTo, "twice", default)).ShouldBe(0);
        await _world.DeliverAsync();
        _world.Crm.Count.ShouldBe(14);   // the thirteen that were released; the one that is left is few enough by itself
        (await _world.Held.ListAsync(default)).ShouldBeEmpty();
        (await _world.QueryAsync("select who || ': ' || what || ' ' || subject || ', ' || detail from hub.audit")).ShouldBe("an engineer: release deliveries crm, 13 records");
        (await _world.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
    }

    [Fact]
    public async Task As_many_as_may_leave_do_and_raising_the_limit_lets_go()
    {
        _world.Fill(12);
        await _world.SyncAsync();
        (await _world.DeliverAsync()).Delivered.ShouldBe(12);
        for (var number = 1; number <= 30; number++)
            _world.Erp["Orders"][$"O{number}"] = new { Name = $"O{number}", Customer = "C01" };
        await _world.SyncAsync();
        (await _world.DeliverAsync()).Delivered.ShouldBe(0);
        _world.Set("ApproveAbove", null);
        (await _world.DeliverAsync()).Delivered.ShouldBe(30);
    }

    [Fact]
    public async Task A_release_that_was_not_used_for_a_day_is_asked_for_again()
    {
        _world.Fill(13);
        await _world.SyncAsync();
        await _world.DeliverAsync();
        var seen = (await _world.Held.ListAsync(default)).Single();
        await _world.Held.ReleaseAsync("crm", seen.Kind, seen.UpTo, "an engineer", default);
        await _world.QueryAsync("update hub.held_delivery set expires_at = now() - interval '1 second'");
        (await _world.DeliverAsync()).Delivered.ShouldBe(0);
        (await _world.Held.ListAsync(default)).ShouldHaveSingleItem().UpTo.ShouldBeGreaterThan(seen.UpTo);
    }

    [Fact]
    public async Task Too_many_deletes_wait_and_the_rest_goes_on()
    {
        _world.Fill(12);
        await _world.SyncAsync();
        await _world.DeliverAsync();
        _world.ErpGone.AddRange(["C01", "C02", "C03", "C04"]);
        _world.Erp["Customers"]["C05"] = new { Name = "Another name", Mail = "c05@example.com" };
        await _world.SyncAsync();
        _world.Sent.Clear();

        (await _world.DeliverAsync()).Delivered.ShouldBe(1);

        _world.Sent.ShouldHaveSingleItem().Change.ShouldBe(ChangeKind.Upserted);
        var held = (await _world.Held.ListAsync(default)).ShouldHaveSingleItem();
        (held.Kind, held.Records, held.Most, held.Delivered).ShouldBe((HeldDeliveries.Deletes, 4, 3, 12));
        (await _world.QueryAsync("select count(*) from hub.outbox where attempted or lease is not null or attempts > 0")).ShouldBe("0");   // they never left
        (await _world.DeliverAsync()).Delivered.ShouldBe(0);

        // one that comes back is no delete, and leaves without a person
        _world.ErpGone.Remove("C01");
        _world.Erp["Customers"]["C01"] = new { Name = "Back again", Mail = "c01@example.com" };
        await _world.SyncAsync();
        (await _world.DeliverAsync()).Delivered.ShouldBe(1);
        (await _world.Held.ListAsync(default)).ShouldHaveSingleItem().Records.ShouldBe(3);

        (await _world.Held.ReleaseAsync("crm", HeldDeliveries.Deletes, held.UpTo, "an engineer", default)).ShouldBe(3);
        (await _world.DeliverAsync()).Delivered.ShouldBe(3);
        _world.Crm.Keys.ShouldBe(Enumerable.Range(4, 9).Select(number => $"id erp:customer:C{number + 1:00}").SkipLast(1).Append("id erp:customer:C01"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_few_deletes_go()
    {
        _world.Fill(12);
        await _world.SyncAsync();
        await _world.DeliverAsync();
        _world.ErpGone.AddRange(["C01", "C02", "C03"]);
        await _world.SyncAsync();
        (await _world.DeliverAsync()).Delivered.ShouldBe(3);
        (await _world.Held.ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_hosts_hold_together()
    {
        _world.Fill(60);
        _world.Set("ApproveAbove", null);
        await _world.SyncAsync();
        await _world.DeliverAsync();
        for (var number = 1; number <= 40; number++)
            _world.ErpGone.Add($"C{number:00}");
        await _world.SyncAsync();
        var rounds = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _world.DeliverAsync())));
        rounds.Sum(round => round.Delivered).ShouldBe(0);
        _world.Crm.Count.ShouldBe(60);
        (await _world.Held.ListAsync(default)).ShouldHaveSingleItem().Records.ShouldBe(40);
    }
}
