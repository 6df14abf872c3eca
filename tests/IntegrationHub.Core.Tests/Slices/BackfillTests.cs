using System.Text;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Tests.Replay;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using InwardMapping = IntegrationHub.Core.Mapping.Mapping;

namespace IntegrationHub.Core.Tests.Slices;

public sealed class BackfillTests : IAsyncLifetime
{
    private static readonly InwardMapping Mapping = KeptWorld.Mapping("name: { from: Name, absent: refuse }", "phone: Phone");
    private readonly SortedDictionary<string, string> _erp = new(StringComparer.Ordinal);
    private KeptWorld _hub = null!;
    private Backfills _backfills = null!;

    /// <summary>Happens when a page is on its way: the source has made it, the hub does not have it yet.</summary>
    private Func<Task> _underway = () => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _hub = await KeptWorld.CreateAsync();
        _backfills = new Backfills(_hub.Database);
        for (var number = 1; number <= 7; number++)
            _erp[$"C-{number}"] = $"Customer {number}";
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_slice_is_stored_through_the_same_pipeline_and_the_live_position_stays()
    {
        await LiveAsync("C-1");
        var at = await CheckpointAsync();
        var result = await RunAsync(await AskAsync(new Slice(Keys: ["C-1", "C-3", "C-6", "gone"])));

        (await NamesAsync()).ShouldBe("C-1=Customer 1, C-3=Customer 3, C-6=Customer 6");
        (await CheckpointAsync()).ShouldBe(at);
        (result.Counts.Read, result.Counts.Created, result.Counts.Unchanged, result.Counts.Marked).ShouldBe((3, 2, 1, 2));
        result.NotFound.ShouldBe(1);
        result.NotFoundKeys.ShouldBe(["gone"]);
        (await _hub.QueryAsync("select string_agg(sync, ',') from hub.checkpoint")).ShouldBe("erp/Customers");   // its own is gone
        (await _hub.QueryAsync("select job || ' ' || outcome from hub.run where backfill_no is not null")).ShouldBe("backfill:erp/Customers succeeded");
    }

    [Fact]
    public async Task A_state_that_a_sync_has_stored_while_the_page_was_under_way_stays()
    {
        await LiveAsync("C-1", "C-2", "C-3");
        _erp["C-1"] = "Old 1";
        _erp["C-2"] = "Old 2";
        _underway = async () =>
        {
            _underway = () => Task.CompletedTask;
            _erp["C-1"] = "New 1";
            await LiveAsync("C-1");
        };
        var result = await RunAsync(await AskAsync(new Slice(Keys: ["C-1", "C-2"])));

        (await NamesAsync()).ShouldBe("C-1=New 1, C-2=Old 2, C-3=Customer 3");
        (result.Counts.Changed, result.Counts.Unchanged).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_a_sync_has_deleted_or_set_aside_while_the_page_was_under_way_stays_so()
    {
        await LiveAsync("C-1", "C-2");
        _erp["C-1"] = "Old 1";
        _erp["C-2"] = "Old 2";
        _underway = async () =>
        {
            _underway = () => Task.CompletedTask;
            await _hub.SyncOnAsync(Mapping, new SourceRecord("C-1", ChangeKind.Deleted, default), Some.Source("C-2", "{}"));
        };
        await RunAsync(await AskAsync(new Slice(Keys: ["C-1", "C-2"])));

        (await _hub.QueryAsync("select string_agg(id || ' ' || deleted || ' ' || (doc->>'name'), ', ' order by id) from hub.record")).ShouldBe("C-1 true Customer 1, C-2 false Customer 2");
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null and id = 'C-2'")).ShouldBe("1");
    }

    [Fact]
    public async Task What_was_stored_or_set_aside_before_the_page_was_asked_for_is_replaced()
    {
        await LiveAsync("C-1");
        await _hub.SyncOnAsync(Mapping, Some.Source("C-2", "{}"));
        _erp["C-1"] = "Newer";
        await RunAsync(await AskAsync(new Slice(Keys: ["C-1", "C-2"])));
        (await NamesAsync()).ShouldBe("C-1=Newer, C-2=Customer 2");
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("0");
    }

    [Fact]
    public async Task A_page_cut_into_batches_is_as_old_as_its_first_batch()
    {
        var asked = await AskAsync(new Slice());
        var first = true;
        await RunAsync(asked, cut: true, after: () =>
        {
            if (!first)
                return;
            first = false;
            _erp["C-7"] = "New 7";
            LiveAsync("C-7").GetAwaiter().GetResult();
            _erp["C-7"] = "Customer 7";   // so that a new read would not mend it
        });
        (await _hub.QueryAsync("select doc->>'name' from hub.record where id = 'C-7'")).ShouldBe("New 7");
    }

    [Fact]
    public async Task Killed_after_any_commit_it_goes_on_and_loses_nothing()
    {
        var commits = 0;
        for (var kill = 1; ; kill++)
        {
            await _hub.ExecuteAsync("truncate hub.record, hub.outbox, hub.checkpoint");
            var asked = await AskAsync(new Slice(Keys: [.. _erp.Keys]));
            var done = 0;
            try
            {
                await RunAsync(asked, after: () => _ = ++done == kill ? throw new IOException("killed") : 0);
                commits = done;
                break;
            }
            catch (IOException)
            {
                // the host died
            }

            await RunAsync((await _backfills.FindAsync(asked.BackfillNo, default))!);
            (await _hub.QueryAsync("select count(*) || ' ' || count(distinct id) from hub.record")).ShouldBe("7 7", $"after commit {kill}");
            (await _hub.QueryAsync($"select sum(read) || ' ' || (select state from hub.backfill where backfill_no = {asked.BackfillNo}) from hub.run where backfill_no = {asked.BackfillNo}")).ShouldBe("7 finished");
        }

        commits.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task It_is_paused_before_its_next_page_and_resumed_where_it_stands()
    {
        var asked = await AskAsync(new Slice());
        await Should.ThrowAsync<BackfillStoppedException>(() => RunAsync(asked, after: () => _backfills.StopAsync(asked.BackfillNo, ReplayState.Paused, default).GetAwaiter().GetResult()));
        (await _backfills.LastAsync(1, default)).Single().ShouldSatisfyAllConditions(
            one => one.Backfill.State.ShouldBe(ReplayState.Paused), one => one.Counts.Read.ShouldBe(2), one => one.Running.ShouldBeFalse());
        (await RunAsync(asked)).Counts.Read.ShouldBe(5);
        await Should.ThrowAsync<SetupException>(() => RunAsync(asked));
        (await _hub.QueryAsync("select string_agg(outcome, ',' order by run_no) from hub.run where backfill_no is not null")).ShouldBe("cancelled,succeeded");
    }

    private Task<Backfill> AskAsync(Slice slice) => _backfills.AddAsync(KeptWorld.Key, slice, 7, "test", default);

    private async Task<BackfillResult> RunAsync(Backfill backfill, bool cut = false, Action? after = null)
    {
        await using var source = new Erp(this, cut);
        return await new Backfiller(_hub.Pipeline, _backfills, _hub.Replays, TimeProvider.System)
            .RunAsync(KeptWorld.Plan(Mapping), backfill, source, 0, [], after is null ? null : new Told(after), default);
    }

    private Task LiveAsync(params string[] keys) => _hub.SyncOnAsync(Mapping, [.. keys.Select(key => KeptWorld.Customer(key, _erp[key]))]);

    private Task<string> CheckpointAsync() => _hub.QueryAsync("select value from hub.checkpoint where sync = 'erp/Customers'");

    private Task<string> NamesAsync() => _hub.QueryAsync("select string_agg(id || '=' || (doc->>'name'), ', ' order by id) from hub.record");

    /// <summary>Pages of two records by key, or all in one.</summary>
    private sealed class Erp(BackfillTests test, bool cut) : ISource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => request.Entity.Contains("backfill", StringComparison.Ordinal)
            ? throw new SetupException($"There is no entity '{request.Entity}': a source knows nothing of back-fills.")
            : new FullCursor(FetchAsync, Paging.Keyset) { Slices = SliceKinds.Keys, KeysPerPage = 2 }.ReadAsync(request, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
        {
            request.Entity.ShouldBe(KeptWorld.Key.Entity);   // and nothing about the back-fill: a source knows its entities only
            PageRecord[] records = [.. test._erp.Where(row => request.Slice?.Keys?.Contains(row.Key) != false && string.CompareOrdinal(row.Key, request.After?.Key) > 0).Take(cut ? 100 : request.Size)
                .Select(row => new PageRecord(row.Key, Encoding.UTF8.GetBytes($$"""{"Name":"{{row.Value}}"}""")))];
            await test._underway();
            return new Page(records);
        }
    }

    private sealed class Told(Action after) : IProgress<RunCounts>
    {
        public void Report(RunCounts value) => after();
    }
}
