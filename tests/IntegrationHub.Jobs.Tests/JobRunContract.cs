using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Jobs.Tests;

/// <summary>What every engine behind <see cref="IJobEngine"/> keeps.</summary>
public abstract class JobEngineContract(IJobEngineRig rig) : IAsyncLifetime
{
    private const string EverySecond = "* * * * * ?";
    private const string AtThree = "0 0 3 * * ?";
    private static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly JobId s_orders = new("sync", "northwind/Orders");
    private static readonly JobId s_delivery = new("deliver", "demo-crm");
    private static readonly JobId s_marker = new("sync", "marker/Marker");
    private readonly HeldHandler _handler = new() { Holds = new HashSet<JobId> { s_orders } };
    private readonly List<JobHost> _hosts = [];

    public Task InitializeAsync() => rig.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task The_schedule_equals_the_applied_set()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_orders, AtThree, s_tokyo), Job(s_delivery)], CancellationToken.None);

        var jobs = await engine.ListAsync(CancellationToken.None);

        jobs.Select(job => job.Id).ShouldBe([s_delivery, s_orders]);
        jobs[0].ShouldSatisfyAllConditions(job => job.Cron.ShouldBeNull(), job => job.NextFireAt.ShouldBeNull(), job => job.Paused.ShouldBeFalse());
        jobs[1].ShouldSatisfyAllConditions(job => job.Cron.ShouldBe(AtThree), job => job.TimeZone.ShouldBe("Asia/Tokyo"), job => job.Running.ShouldBeFalse());
        jobs[1].NextFireAt!.Value.UtcDateTime.TimeOfDay.ShouldBe(TimeSpan.FromHours(18));
    }

    [Fact]
    public async Task Applying_the_same_set_again_leaves_a_due_occurrence_as_it_is()
    {
        var engine = await StartAsync();
        HubJob[] jobs = [Job(s_orders, EverySecond), Job(s_marker)];
        await engine.ApplyAsync(jobs, CancellationToken.None);
        var run = await _handler.NextRunAsync(s_orders);
        var due = (await InfoAsync(engine, s_orders)).NextFireAt;
        await engine.TriggerAsync(s_marker, TimeSpan.FromSeconds(2), CancellationToken.None);
        await _handler.NextRunAsync(s_marker);
        due!.Value.ShouldBeLessThan(DateTimeOffset.UtcNow);

        await engine.ApplyAsync(jobs, CancellationToken.None);

        (await InfoAsync(engine, s_orders)).NextFireAt.ShouldBe(due);
        run.Finish();
        (await _handler.NextRunAsync(s_orders)).Finish();
    }

    [Fact]
    public async Task A_changed_schedule_is_applied()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_orders, AtThree)], CancellationToken.None);
        await engine.ApplyAsync([Job(s_orders, "0 30 4 * * ?", s_tokyo)], CancellationToken.None);

        var orders = await InfoAsync(engine, s_orders);
        orders.ShouldSatisfyAllConditions(job => job.Cron.ShouldBe("0 30 4 * * ?"), job => job.TimeZone.ShouldBe("Asia/Tokyo"));
        orders.NextFireAt!.Value.UtcDateTime.TimeOfDay.ShouldBe(new TimeSpan(19, 30, 0));

        await engine.ApplyAsync([Job(s_orders)], CancellationToken.None);
        (await InfoAsync(engine, s_orders)).ShouldSatisfyAllConditions(job => job.Cron.ShouldBeNull(), job => job.NextFireAt.ShouldBeNull());
    }

    [Fact]
    public async Task A_removed_job_is_gone()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_orders, AtThree), Job(s_delivery, AtThree)], CancellationToken.None);
        await engine.ApplyAsync([Job(s_delivery, AtThree)], CancellationToken.None);

        (await engine.ListAsync(CancellationToken.None)).Select(job => job.Id).ShouldBe([s_delivery]);
        (await Should.ThrowAsync<KeyNotFoundException>(() => engine.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None))).Message.ShouldContain("sync:northwind/Orders");
        await Should.ThrowAsync<KeyNotFoundException>(() => engine.PauseAsync(s_orders, paused: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_triggered_job_runs_once()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_delivery, AtThree), Job(s_marker)], CancellationToken.None);

        await engine.TriggerAsync(s_delivery, TimeSpan.Zero, CancellationToken.None);

        await _handler.NextRunAsync(s_delivery);
        await LetPassAsync(engine);
        _handler.StartsOf(s_delivery).ShouldBe(1);
    }

    [Fact]
    public async Task Several_triggers_before_the_start_make_one_run_at_the_earliest_time_asked_for()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_delivery), Job(s_marker)], CancellationToken.None);

        await engine.TriggerAsync(s_delivery, TimeSpan.FromHours(2), CancellationToken.None);
        await engine.TriggerAsync(s_delivery, TimeSpan.FromHours(1), CancellationToken.None);
        await engine.TriggerAsync(s_delivery, TimeSpan.FromHours(3), CancellationToken.None);
        ((await InfoAsync(engine, s_delivery)).NextFireAt! - DateTimeOffset.UtcNow).Value.TotalHours.ShouldBe(1, tolerance: 0.1);
        await engine.TriggerAsync(s_delivery, TimeSpan.Zero, CancellationToken.None);

        await _handler.NextRunAsync(s_delivery);
        await LetPassAsync(engine);
        _handler.StartsOf(s_delivery).ShouldBe(1);
        (await InfoAsync(engine, s_delivery)).NextFireAt.ShouldBeNull();
    }

    [Fact]
    public async Task Triggers_during_a_run_make_one_more_run_after_it()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_orders), Job(s_marker)], CancellationToken.None);
        await engine.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None);
        var first = await _handler.NextRunAsync(s_orders);
        (await InfoAsync(engine, s_orders)).Running.ShouldBeTrue();

        for (var i = 0; i < 3; i++)
            await engine.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None);
        await LetPassAsync(engine);
        _handler.StartsOf(s_orders).ShouldBe(1);
        first.Finish();

        (await _handler.NextRunAsync(s_orders)).Finish();
        await LetPassAsync(engine);
        _handler.StartsOf(s_orders).ShouldBe(2);
        _handler.Overlaps.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_does_not_overlap_itself_across_hosts()
    {
        var one = await StartAsync();
        var other = await StartAsync();
        HubJob[] jobs = [Job(s_orders, EverySecond), Job(s_marker)];
        await one.ApplyAsync(jobs, CancellationToken.None);
        await other.ApplyAsync(jobs, CancellationToken.None);

        for (var i = 0; i < 3; i++)
        {
            var run = await _handler.NextRunAsync(s_orders);
            await other.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None);
            await LetPassAsync(one);
            run.Finish();
        }

        _handler.Overlaps.ShouldBe(0);
        (await _handler.NextRunAsync(s_orders)).Finish();
    }

    [Fact]
    public async Task A_paused_job_stays_paused_over_a_restart_and_a_changed_schedule()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_delivery, AtThree), Job(s_marker)], CancellationToken.None);
        await engine.PauseAsync(s_delivery, paused: true, CancellationToken.None);
        await StopAllAsync();

        engine = await StartAsync();
        await engine.ApplyAsync([Job(s_delivery, EverySecond), Job(s_marker)], CancellationToken.None);
        (await InfoAsync(engine, s_delivery)).ShouldSatisfyAllConditions(job => job.Paused.ShouldBeTrue(), job => job.NextFireAt.ShouldBeNull());
        await LetPassAsync(engine, TimeSpan.FromSeconds(3));
        _handler.StartsOf(s_delivery).ShouldBe(0);

        await engine.PauseAsync(s_delivery, paused: false, CancellationToken.None);
        await _handler.NextRunAsync(s_delivery);
        (await InfoAsync(engine, s_delivery)).Paused.ShouldBeFalse();
    }

    [Fact]
    public async Task A_paused_job_can_be_triggered_by_hand()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_delivery, AtThree)], CancellationToken.None);
        await engine.PauseAsync(s_delivery, paused: true, CancellationToken.None);

        await engine.TriggerAsync(s_delivery, TimeSpan.Zero, CancellationToken.None);

        await _handler.NextRunAsync(s_delivery);
        (await InfoAsync(engine, s_delivery)).Paused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_run_is_not_repeated_and_does_not_keep_the_job_from_running_again()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_orders), Job(s_marker)], CancellationToken.None);
        await engine.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None);

        (await _handler.NextRunAsync(s_orders)).Fail();
        await LetPassAsync(engine, TimeSpan.FromSeconds(2));
        _handler.StartsOf(s_orders).ShouldBe(1);

        await engine.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None);
        (await _handler.NextRunAsync(s_orders)).Finish();
    }

    [Fact]
    public async Task Schedules_that_cannot_be_are_all_named_and_nothing_is_changed()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_marker)], CancellationToken.None);

        var refused = await Should.ThrowAsync<SettingsException>(() => engine.ApplyAsync(
            [Job(s_orders, "every now and then"), Job(s_delivery, "0 0 3 1 1 ? 2001")], CancellationToken.None));

        refused.Problems.Count.ShouldBe(2);
        refused.Message.ShouldContain("sync:northwind/Orders");
        refused.Message.ShouldContain("every now and then");
        refused.Message.ShouldContain("deliver:demo-crm");
        (await engine.ListAsync(CancellationToken.None)).Select(job => job.Id).ShouldBe([s_marker]);
    }

    [Fact]
    public async Task Occurrences_missed_while_no_host_was_up_are_made_up_by_one_run()
    {
        HubJob[] jobs = [Job(s_delivery, AtThree), Job(s_marker)];
        await (await StartAsync()).ApplyAsync(jobs, CancellationToken.None);
        await StopAllAsync();
        await rig.MoveNextOccurrencesBackAsync(TimeSpan.FromDays(4));

        var engine = await StartAsync();
        await engine.ApplyAsync(jobs, CancellationToken.None);

        await _handler.NextRunAsync(s_delivery);
        await LetPassAsync(engine, TimeSpan.FromSeconds(2));
        _handler.StartsOf(s_delivery).ShouldBe(1);
        (await InfoAsync(engine, s_delivery)).NextFireAt!.Value.ShouldBeGreaterThan(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_run_that_a_stopping_host_cut_off_runs_again_on_another()
    {
        var engine = await StartAsync();
        await engine.ApplyAsync([Job(s_orders)], CancellationToken.None);
        await engine.TriggerAsync(s_orders, TimeSpan.Zero, CancellationToken.None);
        var cut = await _handler.NextRunAsync(s_orders);

        await StopAllAsync();
        cut.CancellationToken.IsCancellationRequested.ShouldBeTrue();

        await StartAsync();
        (await _handler.NextRunAsync(s_orders)).Finish();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Hosts_that_start_together_fire_no_occurrence_twice()
    {
        HubJob[] jobs = [Job(s_delivery, EverySecond), Job(s_marker)];
        var since = DateTimeOffset.UtcNow;
        var engines = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            var engine = await StartAsync();
            await engine.ApplyAsync(jobs, CancellationToken.None);
            return engine;
        }));
        for (var i = 0; i < 5; i++)
            await _handler.NextRunAsync(s_delivery);
        await engines[0].ApplyAsync([Job(s_delivery, AtThree), Job(s_marker)], CancellationToken.None);
        var until = DateTimeOffset.UtcNow;
        await LetPassAsync(engines[1]);

        // One occurrence per whole second between the two, and the one a starting second may hold.
        _handler.StartsOf(s_delivery).ShouldBeLessThanOrEqualTo((int)(until - since).TotalSeconds + 2);
        _handler.Overlaps.ShouldBe(0);
    }

    private async Task<IJobEngine> StartAsync()
    {
        var host = await rig.StartHostAsync(_handler);
        lock (_hosts)
            _hosts.Add(host);
        return host.Engine;
    }

    private async Task StopAllAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    /// <summary>Whatever was due by now has begun when a job triggered after it has.</summary>
    private async Task LetPassAsync(IJobEngine engine, TimeSpan delay = default)
    {
        await engine.TriggerAsync(s_marker, delay, CancellationToken.None);
        await _handler.NextRunAsync(s_marker);
    }

    private static HubJob Job(JobId id, string? cron = null, TimeZoneInfo? timeZone = null) => new(id, cron, timeZone ?? TimeZoneInfo.Utc);

    private static async Task<JobInfo> InfoAsync(IJobEngine engine, JobId id) => (await engine.ListAsync(CancellationToken.None)).Single(job => job.Id == id);
}
