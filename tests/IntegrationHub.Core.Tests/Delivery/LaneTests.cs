using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>What somebody waits for goes before first loads, back-fills and replays.</summary>
public sealed class LaneTests : IAsyncLifetime
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
    public async Task A_live_change_goes_with_the_next_batch_though_hundreds_wait()
    {
        await BackfillAsync(300);
        var arrived = false;
        var target = new ScriptedTarget(_crm)
        {
            Before = batch =>
            {
                if (!arrived && batch.Count > 0 && batch[0].IsBulk)
                    Elsewhere(() => LiveAsync("LIVE")).GetAwaiter().GetResult();
                arrived = true;
            },
        };

        var counts = await _hub.DeliverAsync(target);

        counts.Delivered.ShouldBe(301);
        target.Batches[0].ShouldAllBe(delivery => delivery.IsBulk);
        target.Batches[1].ShouldHaveSingleItem().ExternalKey.ShouldBe("erp:customer:LIVE");
        target.Batches[1][0].IsBulk.ShouldBeFalse();
        target.Batches.Skip(2).SelectMany(batch => batch).ShouldAllBe(delivery => delivery.IsBulk);
    }

    [Fact]
    public async Task A_record_that_changes_live_leaves_the_lane_of_those_who_wait()
    {
        await BackfillAsync(5);
        await LiveAsync("B3", "changed meanwhile");
        var target = new ScriptedTarget(_crm);

        await _hub.DeliverAsync(target);

        target.Batches[0].ShouldHaveSingleItem().ExternalKey.ShouldBe("erp:customer:B3");
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
    }

    [Fact]
    public async Task A_target_with_a_way_for_many_gets_many_at_once_of_what_can_wait()
    {
        await BackfillAsync(25);
        foreach (var id in (string[])["L1", "L2", "L3"])
            await LiveAsync(id);
        var target = new ScriptedTarget(_crm);

        (await _hub.DeliverAsync(target, bulkBatchSize: 20)).Delivered.ShouldBe(28);

        target.Batches.Where(batch => !batch[0].IsBulk).Select(batch => batch.Count).ShouldAllBe(count => count <= 2);
        target.Batches.Where(batch => batch[0].IsBulk).Select(batch => batch.Count).ShouldBe([20, 5]);
    }

    [Fact]
    public async Task A_back_fill_does_not_put_a_live_mark_behind()
    {
        await LiveAsync("B3");
        await BackfillAsync(5);

        (await _hub.QueryAsync("select string_agg(r.id || ' ' || o.bulk, ';' order by r.id) from hub.outbox o join hub.record r using (record_no) where r.id in ('B2', 'B3')")).ShouldBe("B2 true;B3 false");
    }

    /// <summary>In a job of its own: this one's calls wait behind live ones.</summary>
    private static Task Elsewhere(Func<Task> action)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(action);
    }

    private async Task BackfillAsync(int customers)
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        using (CallOrder.BehindLive())
            await _hub.SyncCustomersAsync(new ListSource([.. Enumerable.Range(1, customers).Select(number => TinyWorld.Customer($"B{number}"))]));
    }

    private async Task LiveAsync(string id, string? name = null)
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer(id, name)]));
    }
}
