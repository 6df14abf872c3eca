using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Sync;

public sealed class SyncPipelineTests : IAsyncLifetime
{
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
    public async Task A_failed_run_keeps_what_it_committed_and_the_next_one_resumes_there()
    {
        SourceRecord[] orders = [.. Enumerable.Range(1, 7).Select(n => TinyWorld.Order($"SO-{n}", "C1"))];

        await Should.ThrowAsync<TransientException>(() => _hub.SyncOrdersAsync(new ListSource(orders) { Fails = (4, new TransientException("gone")) }));
        var second = await _hub.SyncOrdersAsync(new ListSource(orders));

        second.Read.ShouldBe(3);
        (await _hub.QueryAsync("select count(*) from hub.record")).ShouldBe("7");
        (await _hub.QueryAsync("select string_agg(outcome, ',' order by run_no) from hub.run")).ShouldBe("postponed,succeeded");
    }

    [Fact]
    public async Task One_bad_record_is_parked_with_its_cause_and_payload_and_the_rest_goes_on()
    {
        var counts = await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1"), TinyWorld.Order("SO-2", "C1", gross: "much"), TinyWorld.Order("SO-3", "C1")]));

        (counts.Created, counts.Parked).ShouldBe((2, 1));
        (await _hub.QueryAsync("select stage || ' ' || id from hub.parked where closed_at is null")).ShouldBe("map SO-2");
        (await _hub.QueryAsync("select convert_from(payload, 'UTF8') from hub.parked")).ShouldContain("much");
        (await _hub.QueryAsync("select reason from hub.parked")).ShouldMatch(@"^erp/Orders\.yaml\(\d+,\d+\): gross: not a number$");
        (await _hub.QueryAsync("select reason from hub.parked")).ShouldNotContain("much");
        (await _hub.QueryAsync("select outcome from hub.run")).ShouldBe(RunOutcome.Parked);
    }

    [Fact]
    public async Task A_broken_line_closes_when_its_file_was_read_whole_again_without_it_and_never_before()
    {
        var orders = (SourceRecord[])[TinyWorld.Order("SO-1", "C1"), TinyWorld.Order("SO-2", "C1"), TinyWorld.Order("SO-3", "C1")];
        Task ReadAsync(string[] whole, params string[] broken) => _hub.SyncOrdersAsync(new ListSource(orders)
        {
            Broken = [.. broken.Select(place => new BrokenRecord(place, "a cell too many", "x"u8.ToArray()))],
            ReadWhole = whole,
        });
        Task<string> StatesAsync() => _hub.QueryAsync("select string_agg(id || ' ' || coalesce(closed_how, 'open'), ', ' order by id, parked_no) from hub.parked");
        await ReadAsync(["Orders.csv", "Lines.csv"], "Orders.csv line 7", "Orders.csv line 9", "Lines.csv line 2", "Orders.csv.old line 3");

        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await ReadAsync([], "Orders.csv line 9");
        (await StatesAsync()).ShouldBe("Lines.csv line 2 open, Orders.csv line 7 open, Orders.csv line 9 open, Orders.csv.old line 3 open", "nothing was read whole");

        // a line was put in above: what is broken still stands on another line now
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await ReadAsync(["Orders.csv"], "Orders.csv line 10");
        (await StatesAsync()).ShouldBe("Lines.csv line 2 open, Orders.csv line 10 open, Orders.csv line 7 mended, Orders.csv line 9 mended, Orders.csv.old line 3 open");

        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await ReadAsync(["Orders.csv", "Lines.csv"], "Orders.csv line 10");
        (await StatesAsync()).ShouldBe("Lines.csv line 2 mended, Orders.csv line 10 open, Orders.csv line 7 mended, Orders.csv line 9 mended, Orders.csv.old line 3 open");
    }

    [Fact]
    public async Task A_parked_record_closes_when_its_source_is_mended()
    {
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-2", "C1", gross: "much")]));
        await _hub.ExecuteAsync("delete from hub.checkpoint");

        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-2", "C1", gross: "5")]));

        (await _hub.QueryAsync("select closed_how from hub.parked")).ShouldBe("stored");
    }

    [Fact]
    public async Task Input_that_is_no_record_is_parked_once_however_often_it_is_read()
    {
        var broken = new BrokenRecord("Orders.csv line 17", "3 cells instead of 14", "a,b,c"u8.ToArray());
        for (var i = 0; i < 2; i++)
        {
            await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1")]) { Broken = [broken] });
            await _hub.ExecuteAsync("delete from hub.checkpoint");
        }

        (await _hub.QueryAsync("select times || ' ' || stage from hub.parked")).ShouldBe("2 read");
    }

    [Fact]
    public async Task Every_record_read_is_accounted_for_in_the_ledger()
    {
        SourceRecord[] orders = [TinyWorld.Order("SO-1", "C1"), TinyWorld.Order("SO-2", "C1", "much"), TinyWorld.Order("SO-3", "C1"), TinyWorld.Order("SO-1", "C1", "2")];
        await _hub.SyncOrdersAsync(new ListSource(orders));
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncOrdersAsync(new ListSource([.. orders, new SourceRecord("SO-3", ChangeKind.Deleted, default)]) { Broken = [new("Orders.csv line 6", "a cell too many", "x"u8.ToArray())] });

        (await _hub.QueryAsync("select count(*) from hub.run where read <> unchanged + left_out + created + changed + deleted + parked")).ShouldBe("0");
        (await _hub.QueryAsync("select sum(read) from hub.run")).ShouldBe("10");
    }

    [Fact]
    public async Task A_changed_mapping_maps_again_what_is_unchanged_at_the_source()
    {
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1")]));
        await _hub.ExecuteAsync("delete from hub.checkpoint; update hub.mapping set version = gen_random_uuid()");   // as if another version had made it

        await using var restarted = new TinyWorld(_database.ConnectionString);
        var counts = await restarted.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1")]));

        (counts.Unchanged, counts.Marked).ShouldBe((1, 0));
        (await _hub.QueryAsync("select count(distinct mapping_no) from hub.record")).ShouldBe("1");
        (await _hub.QueryAsync("select version from hub.record")).ShouldBe("1");
    }

    [Fact]
    public async Task Two_runs_of_one_sync_at_once_end_in_the_same_state_as_one()
    {
        SourceRecord[] orders = [.. Enumerable.Range(1, 40).Select(n => TinyWorld.Order($"SO-{n}", "C1"))];
        await using var other = new TinyWorld(_database.ConnectionString);

        await Task.WhenAll(Run(_hub), Run(other));

        (await _hub.QueryAsync("select count(*) || ' ' || count(distinct id) || ' ' || max(version) from hub.record")).ShouldBe("40 40 1");
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("40");
        (await _hub.QueryAsync("select value from hub.checkpoint")).ShouldBe("40");

        async Task Run(TinyWorld hub)
        {
            try
            {
                await hub.SyncOrdersAsync(new ListSource(orders));
            }
            catch (SyncOvertakenException)
            {
                // the other one goes on
            }
        }
    }
}
