using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Core.Tests.Delivery;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Sync;

/// <summary>Deletes are seen, and never invented.</summary>
public sealed class DeletedRecordsTests : IAsyncLifetime
{
    private static readonly string[] All = [.. Enumerable.Range(1, 100).Select(n => $"SO-{n:000}")];

    private TestDatabase _database = null!;
    private TinyWorld _hub = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _hub = new TinyWorld(_database.ConnectionString);
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1")]));
        await _hub.SyncOrdersAsync(new ListSource([.. All.Select(id => TinyWorld.Order(id, "C1"))]));
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_the_source_no_longer_lists_is_deleted_here_and_at_the_target()
    {
        var crm = new CrmWithoutUpsert();
        await _hub.DeliverAsync(new ScriptedTarget(crm));

        var counts = await _hub.FindDeletedOrdersAsync(new KeyList(All[5..]));
        await _hub.DeliverAsync(new ScriptedTarget(crm));

        (counts.Deleted, counts.Marked).ShouldBe((5, 5));
        (await GoneAsync()).ShouldBe("SO-001,SO-002,SO-003,SO-004,SO-005");
        crm.ExternalKeys.Count(key => key.Contains("SO-")).ShouldBe(95);
        (await _hub.QueryAsync("select job || ' ' || outcome || ' ' || deleted from hub.run order by run_no desc offset 1 limit 1")).ShouldBe("keys:erp/Orders succeeded 5");
    }

    [Fact]
    public async Task Looking_again_finds_nothing_more_and_a_record_that_comes_back_lives_again()
    {
        await _hub.FindDeletedOrdersAsync(new KeyList(All[1..]));
        (await _hub.FindDeletedOrdersAsync(new KeyList(All[1..]))).Deleted.ShouldBe(0);

        await _hub.ExecuteAsync("delete from hub.checkpoint where sync = 'erp/Orders'");
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-001", "C1")]));

        (await GoneAsync()).ShouldBe("");
        (await _hub.FindDeletedOrdersAsync(new KeyList(All))).Deleted.ShouldBe(0);
    }

    [Fact]
    public async Task An_interrupted_key_pass_deletes_nothing()
    {
        Exception[] failures = [new TransientException("gone"), new ProtocolException("cut short"), new OperationCanceledException()];
        foreach (var failure in failures)
            await Should.ThrowAsync<Exception>(() => _hub.FindDeletedOrdersAsync(new KeyList(All) { Fails = (96, failure) }));

        (await GoneAsync()).ShouldBe("");
        (await _hub.QueryAsync("select string_agg(outcome, ',' order by run_no) from hub.run where job like 'keys:%'")).ShouldBe("postponed,failed,failed");
        (await _hub.QueryAsync("select count(*) from hub.held_delete")).ShouldBe("0");
    }

    [Fact]
    public async Task An_empty_list_deletes_nothing_because_the_brake_holds()
    {
        await Should.ThrowAsync<DeletesHeldException>(() => _hub.FindDeletedOrdersAsync(new KeyList([])));
        (await GoneAsync()).ShouldBe("");
    }

    [Fact]
    public async Task The_brake_holds_and_release_lets_exactly_that_through()
    {
        var held = await Should.ThrowAsync<DeletesHeldException>(() => _hub.FindDeletedOrdersAsync(new KeyList(All[21..])));

        held.Message.ShouldStartWith("21 of the 100 records");
        held.Message.ShouldContain("hub release erp/Orders");
        (await GoneAsync()).ShouldBe("");
        (await _hub.QueryAsync("select outcome from hub.run order by run_no desc limit 1")).ShouldBe("held");

        await _hub.ExecuteAsync("delete from hub.checkpoint where sync = 'erp/Orders'");
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-003", "C1", gross: "7")]));   // it was not gone after all
        var counts = await _hub.ReleaseOrdersAsync();

        (counts.Deleted, counts.Unchanged).ShouldBe((20, 1));
        (await GoneAsync()).ShouldBe(string.Join(',', All[..21].Except(["SO-003"])));
        (await _hub.QueryAsync("select who || ' ' || what || ' ' || subject || ' ' || detail from hub.audit")).ShouldStartWith("somebody release deletes erp/Orders 21 of 100 records");
        (await Should.ThrowAsync<SetupException>(() => _hub.ReleaseOrdersAsync())).Message.ShouldContain("No deletes of erp/Orders are held");
    }

    [Theory]
    [InlineData(20, 5, 20, false)]
    [InlineData(21, 5, 20, true)]
    [InlineData(21, 25, 20, false)]
    [InlineData(26, 25, 20, true)]
    [InlineData(1, 0, 0, true)]
    public async Task The_brake_goes_by_share_and_number(int gone, double percent, int atLeast, bool holds)
    {
        var find = () => _hub.FindDeletedOrdersAsync(new KeyList(All[gone..]), new DeleteBrake(percent, atLeast));
        if (holds)
            await Should.ThrowAsync<DeletesHeldException>(find);
        else
            (await find()).Deleted.ShouldBe(gone);
    }

    [Fact]
    public async Task A_later_whole_pass_decides_anew_what_is_held()
    {
        await Should.ThrowAsync<DeletesHeldException>(() => _hub.FindDeletedOrdersAsync(new KeyList(All[50..])));
        await Should.ThrowAsync<TransientException>(() => _hub.FindDeletedOrdersAsync(new KeyList(All) { Fails = (10, new TransientException("gone")) }));
        (await HeldAsync()).ShouldBe("50");

        await Should.ThrowAsync<DeletesHeldException>(() => _hub.FindDeletedOrdersAsync(new KeyList(All[30..])));
        (await HeldAsync()).ShouldBe("30");

        await _hub.FindDeletedOrdersAsync(new KeyList(All[2..]));
        (await HeldAsync()).ShouldBe("0");
        (await GoneAsync()).ShouldBe("SO-001,SO-002");
    }

    [Fact]
    public async Task What_was_seen_is_released_and_not_what_a_later_pass_holds()
    {
        var deletes = new HeldDeletes(_hub.Database);
        await Should.ThrowAsync<DeletesHeldException>(() => _hub.FindDeletedOrdersAsync(new KeyList(All[50..])));
        var seen = (await deletes.ListAsync(CancellationToken.None)).Single();
        await Should.ThrowAsync<DeletesHeldException>(() => _hub.FindDeletedOrdersAsync(new KeyList(All[..70])));

        await Should.ThrowAsync<SetupException>(() => _hub.ReleaseOrdersAsync(seen.SeenAt));
        (await deletes.KeysAsync(seen, behind: null, 10, CancellationToken.None)).ShouldBeEmpty();   // so a release that was at work then stops
        await deletes.ForgetAsync(seen, CancellationToken.None);

        (await GoneAsync()).ShouldBe("");
        (await HeldAsync()).ShouldBe("30");
        (await _hub.ReleaseOrdersAsync((await deletes.ListAsync(CancellationToken.None)).Single().SeenAt)).Deleted.ShouldBe(30);
        (await HeldAsync()).ShouldBe("0");
    }

    [Fact]
    public async Task What_is_stored_while_the_keys_are_listed_is_not_missing()
    {
        var first = true;
        await _hub.FindDeletedOrdersAsync(new KeyList(All)
        {
            Meanwhile = async () =>
            {
                if (!first)
                    return;
                first = false;
                await _hub.ExecuteAsync("delete from hub.checkpoint where sync = 'erp/Orders'");
                await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-000", "C1")]));   // its page has gone by
            },
        });
        (await GoneAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Records_that_another_sync_of_the_connection_makes_are_none_of_its_business()
    {
        await _hub.ExecuteAsync("""
            insert into hub.mapping (file, version) values ('erp/ServiceOrders.yaml', gen_random_uuid());
            update hub.record set mapping_no = (select max(mapping_no) from hub.mapping) where id = 'SO-001'
            """);
        await _hub.FindDeletedOrdersAsync(new KeyList(All[2..]));
        (await GoneAsync()).ShouldBe("SO-002");
    }

    [Fact]
    public async Task Two_passes_at_once_delete_once()
    {
        await using var other = new TinyWorld(_database.ConnectionString);
        var outcomes = await Task.WhenAll(RunAsync(_hub), RunAsync(other));

        outcomes.Sum().ShouldBe(3);
        (await _hub.QueryAsync("select max(version) from hub.record where deleted")).ShouldBe("2");

        static async Task<long> RunAsync(TinyWorld hub)
        {
            try
            {
                return (await hub.FindDeletedOrdersAsync(new KeyList(All[3..]) { Meanwhile = () => Task.Delay(2) })).Deleted;
            }
            catch (SyncOvertakenException)
            {
                return 0;
            }
        }
    }

    private Task<string> GoneAsync() => _hub.QueryAsync("select coalesce(string_agg(id, ',' order by id), '') from hub.record where deleted");

    private Task<string> HeldAsync() => _hub.QueryAsync("select count(*) from hub.held_key");
}
