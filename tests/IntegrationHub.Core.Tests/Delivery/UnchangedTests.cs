using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>Nothing is sent that the target already shows.</summary>
public sealed class UnchangedTests : IAsyncLifetime
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

    [Fact]
    public async Task What_the_target_shows_already_is_not_sent_again()
    {
        await LoadAsync();
        await MarkAllAsync();
        var target = new ScriptedTarget(_crm);

        var counts = await _hub.DeliverAsync(target);

        target.Batches.ShouldBeEmpty();
        (counts.Delivered, counts.Deferred, counts.Rejected).ShouldBe((0, 0, 0));
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
        (await _hub.QueryAsync("select count(*) from hub.delivered d join hub.record r using (record_no) where d.version <> r.version")).ShouldBe("0");
    }

    [Fact]
    public async Task A_field_that_the_mapping_does_not_send_changes_nothing_over_there()
    {
        await LoadAsync();
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncCustomersAsync(new ListSource([Some.Source("C1", """{"Name":"C1","Mail":"another@example.com"}""")]));
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("1");
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        target.Batches.ShouldBeEmpty();
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
    }

    [Fact]
    public async Task What_has_changed_is_named_and_everything_is_there()
    {
        await LoadAsync();
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1", "250")]));
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        var delivery = target.Batches.ShouldHaveSingleItem().ShouldHaveSingleItem();
        delivery.Changed.ShouldBe(["gross"]);
        delivery.Fields.Select(field => field.Key).ShouldBe(["number", "gross", "accountId"]);
    }

    [Fact]
    public async Task The_first_delivery_knows_of_no_changes()
    {
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1")]));
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        target.Batches.ShouldHaveSingleItem().ShouldHaveSingleItem().Changed.ShouldBeNull();
    }

    [Fact]
    public async Task After_a_lost_answer_everything_is_sent_again_though_the_hub_knows_what_was_acknowledged_before()
    {
        await LoadAsync();
        await ChangeAsync("250");
        await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(new ScriptedTarget(_crm) { After = _ => throw new TransientException("cut") }));
        await _hub.LetTimePassAsync();
        await ChangeAsync("100");   // back to what was acknowledged: but the target may show 250
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        var delivery = target.Batches.ShouldHaveSingleItem().ShouldHaveSingleItem();
        (delivery.MayExist, delivery.Changed).ShouldBe((true, null));
        _crm["erp:order:SO-1"]["gross"]!.ToString().ShouldBe("100");
    }

    [Fact]
    public async Task A_refusal_is_closed_when_the_record_goes_back_to_what_the_target_shows()
    {
        await LoadAsync();
        await ChangeAsync("250");
        await _hub.DeliverAsync(new ScriptedTarget(_crm) { Instead = _ => new DeliveryResult.Rejected("too much") });
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("1");
        await ChangeAsync("100");

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("0");
    }

    private async Task ChangeAsync(string gross)
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1", gross)]));
    }

    private async Task LoadAsync()
    {
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1")]));
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1")]));
        await _hub.DeliverAsync(new ScriptedTarget(_crm));
        _crm.Count.ShouldBe(2);
    }

    private Task MarkAllAsync() => _hub.ExecuteAsync("insert into hub.outbox (record_no, version, target_no, entity) select record_no, version, (select min(target_no) from hub.target), entity from hub.record");
}
