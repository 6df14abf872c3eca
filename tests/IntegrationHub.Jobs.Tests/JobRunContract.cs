using IntegrationHub.Core.Jobs;

namespace IntegrationHub.Jobs.Tests;

/// <summary>What every engine behind <see cref="IJobEngine"/> keeps about runs.</summary>
public abstract class JobRunContract(IJobEngineRig rig) : JobEngineTest(rig)
{
    [Fact]
    public async Task A_triggered_job_runs_once()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Delivery, AtThree), Job(Marker)], CancellationToken.None);

        await engine.TriggerAsync(Delivery, TimeSpan.Zero, CancellationToken.None);

        await Handler.NextRunAsync(Delivery);
        await LetPassAsync(engine);
        Handler.StartsOf(Delivery).ShouldBe(1);
    }

    [Fact]
    public async Task Several_triggers_before_the_start_make_one_run_at_the_earliest_time_asked_for()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Delivery), Job(Marker)], CancellationToken.None);

        await engine.TriggerAsync(Delivery, TimeSpan.FromHours(2), CancellationToken.None);
        await engine.TriggerAsync(Delivery, TimeSpan.FromHours(1), CancellationToken.None);
        await engine.TriggerAsync(Delivery, TimeSpan.FromHours(3), CancellationToken.None);
        ((await InfoAsync(engine, Delivery)).NextFireAt! - DateTimeOffset.UtcNow).Value.TotalHours.ShouldBe(1, tolerance: 0.1);
        await engine.TriggerAsync(Delivery, TimeSpan.Zero, CancellationToken.None);

        await Handler.NextRunAsync(Delivery);
        await LetPassAsync(engine);
        Handler.StartsOf(Delivery).ShouldBe(1);
        (await InfoAsync(engine, Delivery)).NextFireAt.ShouldBeNull();
    }

    [Fact]
    public async Task Triggers_during_a_run_make_one_more_run_after_it()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Orders), Job(Marker)], CancellationToken.None);
        await engine.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None);
        var first = await Handler.NextRunAsync(Orders);
        (await InfoAsync(engine, Orders)).Running.ShouldBeTrue();

        for (var i = 0; i < 3; i++)
            await engine.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None);
        await LetPassAsync(engine);
        Handler.StartsOf(Orders).ShouldBe(1);
        first.Finish();

        (await Handler.NextRunAsync(Orders)).Finish();
        await LetPassAsync(engine);
        Handler.StartsOf(Orders).ShouldBe(2);
        Handler.Overlaps.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_does_not_overlap_itself_across_hosts()
    {
        var one = await StartAsync();
        var other = await StartAsync();
        HubJob[] jobs = [Job(Orders, EverySecond), Job(Marker)];
        await one.ApplyAsync(jobs, CancellationToken.None);
        await other.ApplyAsync(jobs, CancellationToken.None);

        for (var i = 0; i < 3; i++)
        {
            var run = await Handler.NextRunAsync(Orders);
            await other.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None);
            await LetPassAsync(one);
            run.Finish();
        }

        Handler.Overlaps.ShouldBe(0);
        (await Handler.NextRunAsync(Orders)).Finish();
    }

    [Fact]
    public async Task A_failed_run_is_not_repeated_and_does_not_keep_the_job_from_running_again()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Orders), Job(Marker)], CancellationToken.None);
        await engine.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None);

        (await Handler.NextRunAsync(Orders)).Fail();
        await LetPassAsync(engine, TimeSpan.FromSeconds(2));
        Handler.StartsOf(Orders).ShouldBe(1);

        await engine.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None);
        (await Handler.NextRunAsync(Orders)).Finish();
    }

    [Fact]
    public async Task A_run_that_a_stopping_host_cut_off_runs_again_on_another()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Orders)], CancellationToken.None);
        await engine.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None);
        var cut = await Handler.NextRunAsync(Orders);

        await StopAllAsync();
        cut.CancellationToken.IsCancellationRequested.ShouldBeTrue();

        await StartAsync();
        (await Handler.NextRunAsync(Orders)).Finish();
    }
}
