using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Jobs.Tests;

/// <summary>What every engine behind <see cref="IJobEngine"/> keeps about schedules.</summary>
public abstract class JobScheduleContract(IJobEngineRig rig) : JobEngineTest(rig)
{
    [Fact]
    public async Task The_schedule_equals_the_applied_set()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Orders, AtThree, Tokyo), Job(Delivery)], CancellationToken.None);

        var jobs = await engine.ListAsync(CancellationToken.None);

        jobs.Select(job => job.Id).ShouldBe([Delivery, Orders]);
        jobs[0].ShouldSatisfyAllConditions(job => job.Cron.ShouldBeNull(), job => job.NextFireAt.ShouldBeNull(), job => job.Paused.ShouldBeFalse());
        jobs[1].ShouldSatisfyAllConditions(job => job.Cron.ShouldBe(AtThree), job => job.TimeZone.ShouldBe("Asia/Tokyo"), job => job.Running.ShouldBeFalse());
        jobs[1].NextFireAt!.Value.UtcDateTime.TimeOfDay.ShouldBe(TimeSpan.FromHours(18));
    }

    [Fact]
    public async Task Applying_the_same_set_again_leaves_a_due_occurrence_as_it_is()
    {
        var engine = await StartAsync();
        HubJob[] jobs = [Job(Orders, EverySecond), Job(Marker)];
        await engine.ApplyAsync(jobs, CancellationToken.None);
        var run = await Handler.NextRunAsync(Orders);
        var due = (await InfoAsync(engine, Orders)).NextFireAt;
        await engine.TriggerAsync(Marker, TimeSpan.FromSeconds(2), CancellationToken.None);
        await Handler.NextRunAsync(Marker);
        due!.Value.ShouldBeLessThan(DateTimeOffset.UtcNow);

        await engine.ApplyAsync(jobs, CancellationToken.None);

        (await InfoAsync(engine, Orders)).NextFireAt.ShouldBe(due);
        run.Finish();
        (await Handler.NextRunAsync(Orders)).Finish();
    }

    [Fact]
    public async Task A_changed_schedule_is_applied()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Orders, AtThree)], CancellationToken.None);
        await engine.ApplyAsync([Job(Orders, "0 30 4 * * ?", Tokyo)], CancellationToken.None);

        var orders = await InfoAsync(engine, Orders);
        orders.ShouldSatisfyAllConditions(job => job.Cron.ShouldBe("0 30 4 * * ?"), job => job.TimeZone.ShouldBe("Asia/Tokyo"));
        orders.NextFireAt!.Value.UtcDateTime.TimeOfDay.ShouldBe(new TimeSpan(19, 30, 0));

        await engine.ApplyAsync([Job(Orders)], CancellationToken.None);
        (await InfoAsync(engine, Orders)).ShouldSatisfyAllConditions(job => job.Cron.ShouldBeNull(), job => job.NextFireAt.ShouldBeNull());
    }

    [Fact]
    public async Task A_removed_job_is_gone()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Orders, AtThree), Job(Delivery, AtThree)], CancellationToken.None);
        await engine.ApplyAsync([Job(Delivery, AtThree)], CancellationToken.None);

        (await engine.ListAsync(CancellationToken.None)).Select(job => job.Id).ShouldBe([Delivery]);
        (await Should.ThrowAsync<KeyNotFoundException>(() => engine.TriggerAsync(Orders, TimeSpan.Zero, CancellationToken.None))).Message.ShouldContain("sync:northwind/Orders");
        await Should.ThrowAsync<KeyNotFoundException>(() => engine.PauseAsync(Orders, paused: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_paused_job_stays_paused_over_a_restart_and_a_changed_schedule()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Delivery, AtThree), Job(Marker)], CancellationToken.None);
        await engine.PauseAsync(Delivery, paused: true, CancellationToken.None);
        await StopAllAsync();

        engine = await StartAsync();
        await engine.ApplyAsync([Job(Delivery, EverySecond), Job(Marker)], CancellationToken.None);
        (await InfoAsync(engine, Delivery)).ShouldSatisfyAllConditions(job => job.Paused.ShouldBeTrue(), job => job.NextFireAt.ShouldBeNull());
        await LetPassAsync(engine, TimeSpan.FromSeconds(3));
        Handler.StartsOf(Delivery).ShouldBe(0);

        await engine.PauseAsync(Delivery, paused: false, CancellationToken.None);
        await Handler.NextRunAsync(Delivery);
        (await InfoAsync(engine, Delivery)).Paused.ShouldBeFalse();
    }

    [Fact]
    public async Task A_paused_job_can_be_triggered_by_hand()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Delivery, AtThree)], CancellationToken.None);
        await engine.PauseAsync(Delivery, paused: true, CancellationToken.None);

        await engine.TriggerAsync(Delivery, TimeSpan.Zero, CancellationToken.None);

        await Handler.NextRunAsync(Delivery);
        (await InfoAsync(engine, Delivery)).Paused.ShouldBeTrue();
    }

    [Fact]
    public async Task Schedules_that_cannot_be_are_all_named_and_nothing_is_changed()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(Marker)], CancellationToken.None);

        var refused = await Should.ThrowAsync<SettingsException>(() => engine.ApplyAsync(
            [Job(Orders, "every now and then"), Job(Delivery, "0 0 3 1 1 ? 2001")], CancellationToken.None));

        refused.Problems.Count.ShouldBe(2);
        refused.Message.ShouldContain("sync:northwind/Orders");
        refused.Message.ShouldContain("every now and then");
        refused.Message.ShouldContain("deliver:demo-crm");
        (await engine.ListAsync(CancellationToken.None)).Select(job => job.Id).ShouldBe([Marker]);
    }

    [Fact]
    public async Task Occurrences_missed_while_no_host_was_up_are_made_up_by_one_run()
    {
        HubJob[] jobs = [Job(Delivery, AtThree), Job(Marker)];
        await (await StartAsync()).ApplyAsync(jobs, CancellationToken.None);
        await StopAllAsync();
        await Rig.MoveNextOccurrencesBackAsync(TimeSpan.FromDays(4));

        var engine = await StartAsync();
        await engine.ApplyAsync(jobs, CancellationToken.None);

        await Handler.NextRunAsync(Delivery);
        await LetPassAsync(engine, TimeSpan.FromSeconds(2));
        Handler.StartsOf(Delivery).ShouldBe(1);
        (await InfoAsync(engine, Delivery)).NextFireAt!.Value.ShouldBeGreaterThan(DateTimeOffset.UtcNow);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Hosts_that_start_together_fire_no_occurrence_twice()
    {
        HubJob[] jobs = [Job(Delivery, EverySecond), Job(Marker)];
        var since = DateTimeOffset.UtcNow;
        var engines = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            var engine = await StartAsync();
            await engine.ApplyAsync(jobs, CancellationToken.None);
            return engine;
        }));
        for (var i = 0; i < 5; i++)
            await Handler.NextRunAsync(Delivery);
        await engines[0].ApplyAsync([Job(Delivery, AtThree), Job(Marker)], CancellationToken.None);
        var until = DateTimeOffset.UtcNow;
        await LetPassAsync(engines[1]);

        // One occurrence per whole second between the two, and the one a starting second may hold.
        Handler.StartsOf(Delivery).ShouldBeLessThanOrEqualTo((int)(until - since).TotalSeconds + 2);
        Handler.Overlaps.ShouldBe(0);
    }
}
