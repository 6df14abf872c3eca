using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Replay;

public sealed class ReplayTests : IAsyncLifetime
{
    private static readonly Core.Mapping.Mapping AsItIs = KeptWorld.Mapping("name: Name");
    private static readonly Core.Mapping.Mapping Upper = KeptWorld.Mapping("name: { from: Name, as: upper }");
    private static readonly Core.Mapping.Mapping PhoneToo = KeptWorld.Mapping("name: Name", "phone: Phone");

    private static readonly string[] Written = ["record", "parked", "outbox", "run", "checkpoint", "replay", "customer", "customer_name", "binding", "identity"];

    private KeptWorld _hub = null!;

    public async Task InitializeAsync() => _hub = await KeptWorld.CreateAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_changed_mapping_reaches_what_is_kept_and_what_comes_out_the_same_gets_no_version_and_no_mark()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "ANA"), KeptWorld.Customer("B", "bob"), KeptWorld.Customer("C", "CARL"));
        await _hub.ExecuteAsync("delete from hub.outbox");

        var counts = await _hub.ReplayAsync(Upper, new ReplaySelection());

        (counts.Read, counts.Changed, counts.Unchanged, counts.Marked).ShouldBe((3, 1, 2, 1));
        (await Versions()).ShouldBe("A 1 ANA,B 2 BOB,C 1 CARL");
        (await _hub.QueryAsync("select string_agg(r.id, ',') from hub.outbox join hub.record r using (record_no)")).ShouldBe("B");
        (await _hub.QueryAsync("select count(distinct mapping_no) from hub.record")).ShouldBe("1");
        (await _hub.QueryAsync("select job || ' ' || outcome || ' ' || expected || ' ' || read from hub.run order by run_no desc limit 1")).ShouldBe("replay:erp/Customers succeeded 3 3");
        (await _hub.ReplayAsync(Upper, new ReplaySelection())).Read.ShouldBe(0);   // all are made by it now
    }

    [Fact]
    public async Task A_replay_takes_the_keys_or_the_times_or_only_what_is_set_aside_as_asked()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "a"), KeptWorld.Customer("B", "b"), KeptWorld.Customer("C", "c"), KeptWorld.Customer("D", ""));

        (await _hub.ReplayAsync(Upper, new ReplaySelection { Keys = ["A", "nobody", "C"] })).Changed.ShouldBe(2);
        (await Versions()).ShouldBe("A 2 A,B 1 b,C 2 C");
        (await _hub.ReplayAsync(Upper, new ReplaySelection { Until = DateTimeOffset.UtcNow.AddDays(-1) })).Read.ShouldBe(0);
        var aside = await _hub.ReplayAsync(KeptWorld.Mapping("name: { first: [Name, { value: x }] }"), new ReplaySelection { ParkedOnly = true });

        (aside.Read, aside.Created).ShouldBe((1, 1));
        (await Versions()).ShouldBe("A 2 A,B 1 b,C 2 C,D 1 x");
        (await _hub.QueryAsync("select closed_how from hub.parked")).ShouldBe("stored");
        (await Should.ThrowAsync<SetupException>(() => _hub.ReplayAsync(Upper, new ReplaySelection { Keys = ["A"], Since = DateTimeOffset.UtcNow }))).Message.ShouldContain("not both");
    }

    [Fact]
    public async Task What_the_source_reported_as_gone_stays_gone()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "a"), KeptWorld.Customer("B", "b"));
        await _hub.SyncAsync(AsItIs, new SourceRecord("A", ChangeKind.Deleted, default));

        (await _hub.ReplayAsync(Upper, new ReplaySelection())).Read.ShouldBe(1);
        (await _hub.ReplayAsync(PhoneToo, new ReplaySelection { Keys = ["A"] })).Read.ShouldBe(0);

        (await _hub.QueryAsync("select string_agg(id || deleted, ',' order by id) from hub.record")).ShouldBe("Atrue,Bfalse");
    }

    [Fact]
    public async Task A_newer_state_that_is_set_aside_is_neither_closed_nor_replaced_by_the_kept_one()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "a", phone: "1"));
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "", phone: "2"));   // refused: no name

        var counts = await _hub.ReplayAsync(Upper, new ReplaySelection());

        (counts.Read, counts.Parked, counts.Changed).ShouldBe((2, 1, 1));   // the newer state first, refused again; then the one that is held
        (await Versions()).ShouldBe("A 2 A");
        (await _hub.QueryAsync("select times || ' ' || convert_from(payload, 'UTF8') from hub.parked where closed_at is null")).ShouldBe("""2 {"Name":"","Phone":"2"}""");

        // a mapping that refuses both leaves the newer state where it is
        var strict = await _hub.ReplayAsync(KeptWorld.Mapping("name: { from: Name, choose: { z: z } }"), new ReplaySelection());

        strict.Parked.ShouldBe(2);
        (await _hub.QueryAsync("select count(*) || ' ' || min(convert_from(payload, 'UTF8')) from hub.parked where closed_at is null")).ShouldBe("""1 {"Name":"","Phone":"2"}""");
    }

    [Fact]
    public async Task A_replay_that_was_stopped_goes_on_behind_its_last_batch()
    {
        await _hub.SyncAsync(AsItIs, [.. "ABCDE".Select(id => KeptWorld.Customer($"{id}", "x"))]);
        var replay = await _hub.AskAsync(Upper, new ReplaySelection());
        var batches = 0;

        await Should.ThrowAsync<ReplayStoppedException>(() => _hub.RunAsync(Upper, replay, after: () => PauseAt(replay, ++batches == 2)));
        (await _hub.QueryAsync("select outcome || ' ' || read from hub.run order by run_no desc limit 1")).ShouldBe("cancelled 4");
        (await _hub.QueryAsync("select value from hub.checkpoint where sync like '%(replay%'")).ShouldBe("kept D");
        var rest = await _hub.RunAsync(Upper, (await _hub.Replays.FindAsync(replay.ReplayNo, default))!);

        rest.Read.ShouldBe(1);
        (await _hub.QueryAsync("select expected from hub.run order by run_no desc limit 1")).ShouldBe("1");
        var progress = (await _hub.Replays.LastAsync(10, default)).Single();
        (progress.Replay.State, progress.Replay.Expected, progress.Counts.Read, progress.Counts.Changed, progress.Running).ShouldBe((ReplayState.Finished, 5, 5, 5, false));
        (await _hub.QueryAsync("select count(*) from hub.checkpoint where sync like '%(replay%'")).ShouldBe("0");
        (await Should.ThrowAsync<SetupException>(() => _hub.RunAsync(Upper, replay))).Message.ShouldContain("is over");
    }

    [Fact]
    public async Task A_replay_whose_mapping_changed_while_it_was_paused_begins_anew()
    {
        await _hub.SyncAsync(AsItIs, [.. "ABCDE".Select(id => KeptWorld.Customer($"{id}", "x"))]);
        var replay = await _hub.AskAsync(Upper, new ReplaySelection());
        await Should.ThrowAsync<ReplayStoppedException>(() => _hub.RunAsync(Upper, replay, after: () => PauseAt(replay, true)));

        var before = (await _hub.Replays.ProgressAsync(replay.ReplayNo, default))!;
        before.Counts.Read.ShouldBeInRange(1, 4);
        await _hub.RunAsync(KeptWorld.Mapping("name: { join: { of: [Name, { value: new }], with: \"-\" } }"), replay);

        var progress = (await _hub.Replays.LastAsync(replay.Sync, 10, default)).Single();
        (progress.Counts.Read, progress.Replay.Expected).ShouldBe((5, 5));   // what was read by the earlier mapping counts no more
        (await _hub.QueryAsync("select expected from hub.run order by run_no desc limit 1")).ShouldBe("5");
        (await _hub.Replays.LastAsync(new SyncKey("erp", "Other"), 10, default)).ShouldBeEmpty();
        (await _hub.QueryAsync("select string_agg(distinct doc ->> 'name', ',') from hub.record")).ShouldBe("x-new");
    }

    [Fact]
    public async Task Of_two_runs_of_one_replay_the_slower_one_is_overtaken_and_nothing_is_done_twice()
    {
        await _hub.SyncAsync(AsItIs, [.. "ABCDE".Select(id => KeptWorld.Customer($"{id}", "x"))]);
        var replay = await _hub.AskAsync(Upper, new ReplaySelection());

        await Should.ThrowAsync<SyncOvertakenException>(() => _hub.RunAsync(Upper, replay, before: () => DieAfterOneBatchAsync(replay)));
        await _hub.RunAsync(Upper, replay);

        (await _hub.QueryAsync("select max(version) || ' ' || count(*) from hub.record")).ShouldBe("2 5");
    }

    [Fact]
    public async Task A_state_a_sync_brings_between_the_replays_reading_and_its_writing_wins()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "old"), KeptWorld.Customer("B", "old"), KeptWorld.Customer("C", "old"));
        var replay = await _hub.AskAsync(Upper, new ReplaySelection());

        // the live sync, still with the old mapping, runs while the replay has A and B in hand
        var counts = await _hub.RunAsync(Upper, replay, before: () => _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "new"), new SourceRecord("B", ChangeKind.Deleted, default)));

        (counts.Read, counts.Changed, counts.Unchanged).ShouldBe((3, 1, 2));
        (await _hub.QueryAsync("select string_agg(id || ' ' || (doc ->> 'name') || ' ' || deleted, ',' order by id) from hub.record")).ShouldBe("A new false,B old true,C OLD false");
    }

    [Fact]
    public async Task A_state_that_was_set_aside_and_mended_meanwhile_is_not_replayed_over_the_mended_one()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", ""));
        var mended = KeptWorld.Mapping("name: { first: [Name, { value: nobody }] }");
        var replay = await _hub.AskAsync(mended, new ReplaySelection());

        var counts = await _hub.RunAsync(mended, replay, before: () => _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "new")));

        (counts.Changed, counts.Created).ShouldBe((0, 0));
        (await Versions()).ShouldBe("A 1 new");
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("0");
    }

    [Fact]
    public async Task A_sync_waits_for_the_replays_batch_that_is_under_way_and_then_writes_over_it()
    {
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "old"));
        var live = Task.CompletedTask;
        var replay = await _hub.AskAsync(Upper, new ReplaySelection());
        var scope = new BatchScope(replay.Key, KeptWorld.Key, Upper.To, Core.Sync.MadeBy.Of(Upper), [], 1);

        await using (var transaction = await _hub.Store.BeginAsync(scope, null, new Checkpoint("kept A"), default))
        {
            var changed = await transaction.ProbeAsync([KeptWorld.Customer("A", "old")], default);
            live = _hub.Pipeline.RunAsync(KeptWorld.Plan(Upper), new Sync.ListSource([.. Enumerable.Repeat(KeptWorld.Customer("A", "new"), 2)]), null, default);
            while (await _hub.QueryAsync("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") == "0")
                live.IsCompleted.ShouldBeFalse("the live sync went past the replay's batch");
            await transaction.StoreAsync([new ResolvedRecord(changed[0], (Upper.Map("erp", changed[0].Source) as Core.Mapping.MapResult.Mapped)!.Record, changed[0].Held!.CustomerNo, [])], default);
            await transaction.CommitAsync(default);
        }

        await live;
        (await Versions()).ShouldBe("A 3 NEW");
    }

    [Fact]
    public async Task Syncs_and_replays_at_once_end_with_what_the_source_said_last()
    {
        await using var other = new KeptWorld(_hub.ConnectionString);
        string[] ids = [.. Enumerable.Range(0, 20).Select(n => $"C{n:00}")];
        await _hub.SyncAsync(AsItIs, [.. ids.Select(id => KeptWorld.Customer(id, "v0"))]);

        var mappings = new[] { Upper, PhoneToo, AsItIs };
        var replaying = Task.Run(async () =>
        {
            for (var i = 0; i < 12; i++)
                await other.ReplayAsync(mappings[i % 3], new ReplaySelection());
        });
        var last = 0;
        for (; last < 8 || !replaying.IsCompleted; last++)
            await _hub.SyncOnAsync(AsItIs, [.. ids.Select(id => KeptWorld.Customer(id, $"v{last}"))]);
        await replaying;

        (await _hub.QueryAsync("select string_agg(distinct lower(doc ->> 'name'), ',') from hub.record")).ShouldBe($"v{last - 1}");
        (await _hub.QueryAsync("select count(*) from hub.run where outcome is distinct from 'succeeded'")).ShouldBe("0");   // no live sync was overtaken
        (await _hub.QueryAsync("select count(*) from hub.outbox o join hub.record r using (record_no) where o.version <> r.version")).ShouldBe("0");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_at_any_round_trip_a_resumed_replay_loses_and_doubles_nothing()
    {
        var roundTrips = await LiveAsync(dieAt: 0);
        var expected = await StateAsync();
        expected.ShouldBe("A 2 A 2,B 2 B 2,C 1 C 1,D 1 D 1 parked 0");
        for (var at = 1; at <= roundTrips; at++)
        {
            await LiveAsync(at);
            (await StateAsync()).ShouldBe(expected, $"killed at round trip {at} of {roundTrips}");
        }
    }

    private void PauseAt(Core.Store.Replay replay, bool now)
    {
        if (now)
            _hub.Replays.StopAsync(replay.ReplayNo, ReplayState.Paused, default).GetAwaiter().GetResult();
    }

    private async Task DieAfterOneBatchAsync(Core.Store.Replay replay) =>
        await Should.ThrowAsync<IOException>(() => _hub.RunAsync(Upper, replay, after: () => throw new IOException("gone")));

    private async Task<int> LiveAsync(int dieAt)
    {
        await _hub.ExecuteAsync(string.Concat(Written.Select(table => $"delete from hub.{table};")));
        await _hub.SyncAsync(AsItIs, KeptWorld.Customer("A", "a"), KeptWorld.Customer("B", "b"), KeptWorld.Customer("C", "C"), KeptWorld.Customer("D", ""));
        var mended = KeptWorld.Mapping("name: { first: [{ from: Name, as: upper }, { value: D }] }");
        var replay = await _hub.AskAsync(mended, new ReplaySelection());
        await using var proxy = new PostgresProxy(_hub.ConnectionString, dieAt, afterAnswer: dieAt % 2 == 0);
        await using (var doomed = new KeptWorld(proxy.ConnectionString))
        {
            try
            {
                await doomed.RunAsync(mended, replay);
            }
            catch (Exception killed) when (proxy.IsDead)
            {
                killed.ShouldNotBeNull();
            }
        }

        foreach (var left in await _hub.Replays.UnfinishedAsync(null, default))
            await _hub.RunAsync(mended, left);
        return proxy.RoundTrips;
    }

    private Task<string> StateAsync() => _hub.QueryAsync("""
        select string_agg(concat_ws(' ', r.id, r.version, r.doc ->> 'name', o.version), ',' order by r.id) || ' parked ' || (select count(*) from hub.parked where closed_at is null)
        from hub.record r left join hub.outbox o using (record_no)
        """);

    private Task<string> Versions() => _hub.QueryAsync("select string_agg(id || ' ' || version || ' ' || (doc ->> 'name'), ',' order by id) from hub.record");
}
