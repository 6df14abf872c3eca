using System.Security.Claims;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHub.Host.Tests.Hosting;

/// <summary>Replays that people ask for on pages: the worker runs them.</summary>
public sealed class ReplayJobTests(RunningHub hub) : IClassFixture<RunningHub>
{
    private static readonly SyncKey Customers = new("northwind", "Customers");
    private static readonly ClaimsPrincipal Erik = new(new ClaimsIdentity([new System.Security.Claims.Claim(ClaimTypes.Name, "erik")], "test"));

    [Fact]
    public async Task A_replay_runs_in_the_worker_and_can_be_paused_resumed_and_cancelled()
    {
        var hand = hub.Services.GetRequiredService<HandWork>();
        await hub.Services.GetRequiredService<HubWork>().SyncAsync(Customers, progress: null, default);
        await MadeByAnotherAsync();

        var replay = await hand.ReplayKeptAsync(Erik, Customers, new ReplaySelection(), default);
        await FinishedAsync(replay.ReplayNo);

        (replay.Expected, replay.AskedBy).ShouldBe((2, "erik"));
        (await QueryAsync("select outcome || ' ' || read || ' ' || unchanged from hub.run where job = 'replay:northwind/Customers'")).ShouldBe("succeeded 2 2");
        (await QueryAsync("select count(distinct mapping_no) from hub.record")).ShouldBe("1");
        (await QueryAsync("select who || ' ' || detail from hub.audit where what = 'replay kept records'")).ShouldBe("erik replay 1, 2 records");

        // one that is paused before the worker comes to it does nothing until it is resumed
        await MadeByAnotherAsync();
        var later = await hub.Services.GetRequiredService<ReplayWork>().AskAsync(Customers, new ReplaySelection(), "erik", default);
        (await hand.StopReplayAsync(Erik, later.ReplayNo, ReplayState.Paused, default)).ShouldBeTrue();
        await hub.Services.GetRequiredService<ReplayWork>().RunOpenAsync(Customers, default);
        (await QueryAsync("select count(*) from hub.run where replay_no = 2")).ShouldBe("0");
        await hand.ResumeReplayAsync(Erik, later.ReplayNo, default);
        await FinishedAsync(later.ReplayNo);
        (await hand.StopReplayAsync(Erik, later.ReplayNo, ReplayState.Cancelled, default)).ShouldBeFalse();
        (await Should.ThrowAsync<KeyNotFoundException>(() => hand.ResumeReplayAsync(Erik, later.ReplayNo, default))).Message.ShouldBe("Replay 2 is over (finished).");

        // and one that a host left open when it died goes on when the next one starts
        await MadeByAnotherAsync();
        var left = await hub.Services.GetRequiredService<ReplayWork>().AskAsync(Customers, new ReplaySelection(), "erik", default);
        await HubJobs.ResumeReplaysAsync(hub.Services, default);
        await FinishedAsync(left.ReplayNo);
    }

    private async Task FinishedAsync(long replayNo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await QueryAsync($"select state from hub.replay where replay_no = {replayNo}") != ReplayState.Finished)
            await Task.Delay(20, patience.Token);
    }

    /// <summary>As if an older version of the mapping had made everything.</summary>
    private Task<string> MadeByAnotherAsync() => QueryAsync("""
        with older as (insert into hub.mapping (file, version, source_entity) values ('northwind/Customers.yaml', gen_random_uuid(), 'Customers') returning mapping_no)
        update hub.record set mapping_no = older.mapping_no from older returning 1
        """);

    private async Task<string> QueryAsync(string sql)
    {
        await using var command = hub.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }
}
