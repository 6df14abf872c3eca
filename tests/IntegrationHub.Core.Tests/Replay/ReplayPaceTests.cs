using IntegrationHub.Core.Replay;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Tests.Replay;

public sealed class ReplayPaceTests : IAsyncLifetime
{
    private KeptWorld _hub = null!;

    public async Task InitializeAsync() => _hub = await KeptWorld.CreateAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_replay_takes_no_more_records_a_second_than_it_may()
    {
        var time = new RushingTime();
        var pace = new ReplayPace(_hub.Replays, [], recordsPerSecond: 100, time);

        for (var batch = 0; batch < 5; batch++)
            await pace.WaitAsync(50, default);

        time.Passed.ShouldBe(TimeSpan.FromSeconds(2));   // the first goes at once, the fifth when the 200 before it have had their time
    }

    [Fact]
    public async Task A_replay_waits_while_a_sync_of_its_connection_runs_but_not_for_ever()
    {
        await using var run = await _hub.Ledger.StartAsync("sync:erp/Orders", default);
        var time = new RushingTime();

        await new ReplayPace(_hub.Replays, ["sync:erp/Customers", "sync:erp/Orders"], recordsPerSecond: 0, time).WaitAsync(50, default);
        time.Passed.ShouldBe(TimeSpan.FromSeconds(30));

        await new ReplayPace(_hub.Replays, ["sync:erp/Customers"], recordsPerSecond: 0, time).WaitAsync(50, default);   // another connection's syncs do not count
        await run.FinishAsync(RunOutcome.Succeeded, null);
        await new ReplayPace(_hub.Replays, ["sync:erp/Orders"], recordsPerSecond: 0, time).WaitAsync(50, default);
        time.Passed.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_sync_that_ends_lets_the_replay_go_at_the_next_look()
    {
        await using var run = await _hub.Ledger.StartAsync("sync:erp/Orders", default);
        var time = new RushingTime();
        time.OnWait = passed => passed == TimeSpan.FromSeconds(3) ? run.FinishAsync(RunOutcome.Succeeded, null) : Task.CompletedTask;

        await new ReplayPace(_hub.Replays, ["sync:erp/Orders"], recordsPerSecond: 0, time).WaitAsync(50, default);

        time.Passed.ShouldBe(TimeSpan.FromSeconds(3));
    }
}
