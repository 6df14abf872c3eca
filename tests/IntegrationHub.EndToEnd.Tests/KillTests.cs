using System.Diagnostics;
using IntegrationHub.Testing;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>SIGKILL to the real process, at every commit, before the database hears of it and after it has committed.</summary>
public sealed class KillTests
{
    private const int Orders = 3;

    /// <summary>One for each of the nine entities, and at least one of the delivery.</summary>
    private const int FewestCommits = 10;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task After_a_kill_at_any_commit_nothing_is_lost_and_nothing_is_doubled(bool afterCommit)
    {
        await using var whole = await HubWorld.CreateAsync(Orders);
        await whole.SyncAndDeliverAsync();
        var (hub, crm) = (await whole.HubStateAsync(), whole.CrmCount);

        // How many commits there are is not the same in every run; the walk ends behind the last one of the run at hand.
        var died = true;
        for (var at = 1; died; at++)
        {
            await using var world = await HubWorld.CreateAsync(Orders);
            Process? doomed = null;
            await using var proxy = new PostgresProxy(world.ConnectionString, at, afterCommit, () => doomed!.Kill(), IsCommit);
            foreach (var verb in new[] { "sync", "deliver" })
                if (!proxy.IsDead)
                    await DieAsync(world, proxy, verb, process => doomed = process);
            died = proxy.IsDead;
            if (!died)
                at.ShouldBeGreaterThan(FewestCommits, "the walk ended before it had begun");

            await world.SyncAndDeliverAsync();

            (await world.HubStateAsync()).ShouldBe(hub, $"killed at commit {at}");
            world.CrmCount.ShouldBe(crm, $"killed at commit {at}");
            world.CreatedTwice.ShouldBeEmpty($"killed at commit {at}");
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Two_hubs_at_once_end_in_the_same_state_as_one()
    {
        await using var one = await HubWorld.CreateAsync(50);
        await one.SyncAndDeliverAsync();
        await using var two = await HubWorld.CreateAsync(50);

        foreach (var verb in new[] { "sync", "deliver" })
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => DieAsync(two, null, verb)));
        await two.SyncAndDeliverAsync();

        (await two.HubStateAsync()).ShouldBe(await one.HubStateAsync());
        two.CrmCount.ShouldBe(one.CrmCount);
        two.CreatedTwice.ShouldBeEmpty();
    }

    private static bool IsCommit(string sql) => sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs a verb to its end, whatever that is.</summary>
    private static async Task<int> DieAsync(HubWorld world, PostgresProxy? proxy, string verb, Action<Process>? started = null)
    {
        using var hub = world.Start(proxy?.ConnectionString, verb, "--all");
        started?.Invoke(hub);
        _ = hub.StandardOutput.ReadToEndAsync();
        _ = hub.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await hub.WaitForExitAsync(patience.Token);
        return hub.ExitCode;
    }
}
