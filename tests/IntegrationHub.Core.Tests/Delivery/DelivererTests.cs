using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

public sealed class DelivererTests : IAsyncLifetime
{
    private readonly CrmWithoutUpsert _crm = new();
    private TestDatabase _database = null!;
    private TinyWorld _hub = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _hub = new TinyWorld(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task LoadAsync()
    {
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1"), TinyWorld.Order("SO-2", "C2"), TinyWorld.Order("SO-3", "C2")]));
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1"), TinyWorld.Customer("C2")]));
    }

    [Fact]
    public async Task Orders_arrive_with_their_accounts_ids_and_a_second_round_sends_nothing()
    {
        await LoadAsync();

        var counts = await _hub.DeliverAsync(new ScriptedTarget(_crm));
        var again = await _hub.DeliverAsync(new ScriptedTarget(_crm));

        (counts.Delivered, again.Delivered, _crm.Count).ShouldBe((5, 0, 5));
        _crm.State.ShouldContain("orders erp:order:SO-2 number=\"SO-2\" gross=100 accountId=erp:customer:C2");
    }

    [Fact]
    public async Task A_quick_target_gets_larger_claims_but_no_larger_batches_and_parents_still_go_first()
    {
        string[] customers = ["C1", "C2", "C3", "C4", "C5"];
        await _hub.SyncCustomersAsync(new ListSource([.. customers.Select(id => TinyWorld.Customer(id))]));
        await _hub.SyncOrdersAsync(new ListSource([.. customers.Select(id => TinyWorld.Order($"SO-{id}", id))]));
        var leases = new List<string>();
        var target = new ScriptedTarget(_crm) { Before = _ => leases.Add(_hub.QueryAsync("select string_agg(distinct lease::text, ',') from hub.outbox").Result) };

        var counts = await _hub.DeliverAsync(target);

        (counts.Delivered, counts.Deferred).ShouldBe((10, 0));
        target.Batches.Select(batch => batch.Count).ShouldBe([2, 2, 1, 2, 2, 1]);
        leases.Distinct().Count().ShouldBe(2);   // the first claim is one batch; the second one takes the rest
        _crm.State.ShouldContain("accountId=erp:customer:C5");
    }

    [Fact]
    public async Task What_has_not_left_when_half_the_lease_is_over_does_not_leave_and_was_never_sent()
    {
        var time = new SteppingTime();
        await using var hub = new TinyWorld(_database.ConnectionString, time);
        await LoadAsync();
        var slow = new ScriptedTarget(_crm) { Before = batch => time.Step(batch.Any(delivery => delivery.ExternalKey == "erp:order:SO-1") ? TimeSpan.FromSeconds(31) : TimeSpan.Zero) };

        var counts = await hub.DeliverAsync(slow, lease: TimeSpan.FromMinutes(1));

        (counts.Delivered, counts.Deferred).ShouldBe((4, 1));
        (await hub.QueryAsync("select attempts || ' ' || attempted || ' ' || (lease is null) || ' ' || last_answer from hub.outbox")).ShouldBe("0 false true crm took too long for what was claimed with it");
        await hub.LetTimePassAsync();
        var target = new ScriptedTarget(_crm);
        await hub.DeliverAsync(target);
        target.Batches.ShouldHaveSingleItem().ShouldHaveSingleItem().MayExist.ShouldBeFalse();
    }

    [Fact]
    public async Task One_change_makes_one_delivery()
    {
        await LoadAsync();
        await _hub.DeliverAsync(new ScriptedTarget(_crm));
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1"), TinyWorld.Order("SO-2", "C2", "250"), TinyWorld.Order("SO-3", "C2")]));
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        target.Batches.SelectMany(batch => batch).ShouldHaveSingleItem().ExternalKey.ShouldBe("erp:order:SO-2");
        _crm["erp:order:SO-2"]["gross"]!.ToString().ShouldBe("250");
    }

    [Fact]
    public async Task A_lost_answer_makes_no_second_object()
    {
        await LoadAsync();
        var lost = new ScriptedTarget(_crm) { After = _ => throw new TransientException("the connection broke after the request left") };
        await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(lost));
        await _hub.LetTimePassAsync();

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        _crm.ExternalKeys.ShouldBeUnique();
        _crm.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("not now")]
    [InlineData("refused")]
    [InlineData("refused and dropped")]
    public async Task A_lost_answer_is_remembered_through_whatever_is_answered_later(string later)
    {
        await LoadAsync();
        await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(new ScriptedTarget(_crm) { After = _ => throw new TransientException("the connection broke after the request left") }));
        await _hub.LetTimePassAsync();
        await Record.ExceptionAsync(() => _hub.DeliverAsync(new ScriptedTarget(_crm) { Instead = _ => later == "not now" ? new DeliveryResult.Deferred("busy") : new DeliveryResult.Rejected("a rule") }));
        await _hub.LetTimePassAsync();
        if (later == "refused and dropped")
            await _hub.QueryAsync("update hub.parked set closed_at = now(), closed_how = 'dropped' where closed_at is null returning 1");
        await _hub.QueryAsync("insert into hub.outbox (record_no, version, target_no, entity) select r.record_no, r.version, t.target_no, r.entity from hub.record r, hub.target t on conflict do nothing returning 1");   // tried again, or changed

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        _crm.ExternalKeys.ShouldBeUnique();
        _crm.Count.ShouldBe(5);
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("0");
    }

    [Fact]
    public async Task What_was_refused_and_is_then_gone_is_no_longer_set_aside()
    {
        await LoadAsync();
        await _hub.DeliverAsync(new ScriptedTarget(_crm) { Instead = delivery => delivery.Entity == "orders" ? new DeliveryResult.Rejected("a rule") : null });
        (await _hub.QueryAsync("select count(*) > 0 from hub.parked where closed_at is null")).ShouldBe("True");
        await _hub.QueryAsync("update hub.record set deleted = true, version = version + 1 where entity = 4 returning 1");
        await _hub.QueryAsync("insert into hub.outbox (record_no, version, target_no, entity) select r.record_no, r.version, t.target_no, r.entity from hub.record r, hub.target t where r.entity = 4 returning 1");

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        (await _hub.QueryAsync("select string_agg(distinct coalesce(closed_how, 'open'), ',') from hub.parked")).ShouldBe("superseded");
    }

    [Fact]
    public async Task A_refused_record_is_parked_and_its_children_wait_without_counting_attempts()
    {
        await LoadAsync();

        var counts = await _hub.DeliverAsync(new ScriptedTarget(_crm) { Instead = delivery => delivery.ExternalKey == "erp:customer:C2" ? new DeliveryResult.Rejected("name is taken") : null });

        (counts.Delivered, counts.Rejected).ShouldBe((2, 1));
        (await _hub.QueryAsync("select string_agg(attempts || ' ' || last_answer, ';') from hub.outbox")).ShouldBe("0 waits until erp/customer/C2 is delivered;0 waits until erp/customer/C2 is delivered");
        (await _hub.QueryAsync("select reason from hub.parked where closed_at is null")).ShouldBe("crm refused erp/customer/C2: name is taken");
    }

    [Fact]
    public async Task A_target_that_is_down_parks_nothing_however_long_it_is_down()
    {
        await LoadAsync();
        var down = new ScriptedTarget(_crm) { Before = _ => throw new TransientException("503") };
        for (var i = 0; i < 12; i++)
        {
            await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(down, maxAttempts: 3));
            await _hub.LetTimePassAsync();
        }

        (await _hub.QueryAsync("select count(*) from hub.parked")).ShouldBe("0");
        while ((await _hub.DeliverAsync(new ScriptedTarget(_crm))).Delivered > 0)
            await _hub.LetTimePassAsync();
        _crm.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_record_that_breaks_every_batch_it_is_in_spoils_only_itself()
    {
        await LoadAsync();
        var target = new ScriptedTarget(_crm) { Before = batch => _ = batch.Any(delivery => delivery.ExternalKey == "erp:order:SO-2") ? throw new TransientException("500") : 0 };
        for (var i = 0; i < 10; i++)
        {
            try
            {
                await _hub.DeliverAsync(target, maxAttempts: 5);
            }
            catch (TransientException)
            {
                // the round stops; the next one goes on
            }

            await _hub.LetTimePassAsync();
        }

        (await _hub.QueryAsync("select string_agg(id, ',') from hub.parked where closed_at is null")).ShouldBe("erp/order/SO-2");
        _crm.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_target_that_asks_to_wait_is_left_alone_for_as_long_as_it_asked()
    {
        await LoadAsync();
        await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(new ScriptedTarget(_crm) { Before = _ => throw new TransientException("429", TimeSpan.FromMinutes(7)) }));
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        target.Batches.ShouldBeEmpty();
        (await _hub.QueryAsync("select paused_until between now() + interval '6 minutes' and now() + interval '7 minutes' from hub.target")).ShouldBe("True");
    }

    [Fact]
    public async Task Refused_credentials_stop_the_target_and_are_not_hammered()
    {
        await LoadAsync();
        await Should.ThrowAsync<AccessException>(() => _hub.DeliverAsync(new ScriptedTarget(_crm) { Before = _ => throw new AccessException("crm refused the token") }));
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        target.Batches.ShouldBeEmpty();
        (await _hub.QueryAsync("select paused_why from hub.target")).ShouldBe("crm refused the token");
    }
}
