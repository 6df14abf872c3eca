using IntegrationHub.Core.Quota;

namespace IntegrationHub.Core.Tests.Quota;

public sealed class QuotaStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_hub_stops_before_what_is_left_to_people_and_begins_anew_at_the_vendors_midnight()
    {
        var limits = Limits(new() { PerDay = 1000, ReservePercent = 10, TimeZone = "Asia/Tokyo" });
        var (state, given, _, _) = QuotaState.New(limits, Noon).Take(limits, 899, behindLive: false, Noon);
        given.ShouldBe(899);
        (state, given, _, _) = state.Take(limits, 5, behindLive: false, Noon);
        given.ShouldBe(1);
        var (denied, none, until, why) = state.Take(limits, 5, behindLive: false, Noon);
        (none, why, until).ShouldBe((0, QuotaWhy.Day, new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero)));

        denied.At(until!.Value.AddSeconds(-1), limits).Take(limits, 5, false, until.Value.AddSeconds(-1)).Given.ShouldBe(0);
        var next = denied.At(until.Value, limits);
        (next.Used, next.LiveBefore, next.EndsAt).ShouldBe((0, 900, until.Value.AddDays(1)));
        next.Take(limits, 5, false, until.Value).Given.ShouldBe(5);
    }

    [Fact]
    public void A_day_has_25_hours_when_clocks_are_put_back()
    {
        var limits = Limits(new() { PerDay = 10, TimeZone = "Europe/Berlin" });
        var (starts, ends) = limits.DayOf(new(2026, 10, 25, 12, 0, 0, TimeSpan.Zero));
        (ends - starts).ShouldBe(TimeSpan.FromHours(25));
        limits.DayOf(ends).Starts.ShouldBe(ends);
    }

    [Fact]
    public void What_others_use_counts_and_the_stricter_limit_holds()
    {
        var limits = Limits(new() { PerDay = 1000, ReservePercent = 0 });
        var state = QuotaState.New(limits, Noon).Take(limits, 100, false, Noon).State.With(new(800, 700, null, null), Noon);
        (state.Others, state.Used, state.Limit(limits)).ShouldBe((600, 700, 800L));
        state.Take(limits, 500, false, Noon).Given.ShouldBe(100);
        state.With(new(5000, 50, null, null), Noon).Limit(limits).ShouldBe(1000);   // the settings' share of it
        state.With(new(5000, 50, null, null), Noon).Others.ShouldBe(0);   // a rolling day forgets
    }

    [Fact]
    public void Work_that_can_wait_takes_only_what_live_work_will_not_need()
    {
        var limits = Limits(new() { PerDay = 1000, ReservePercent = 0 });
        var first = QuotaState.New(limits, Noon);
        first.Take(limits, 1000, behindLive: true, Noon).Given.ShouldBe(900);   // nothing known of live work: a fifth of the day, for the half that is left
        var usual = first with { Live = 200, LiveBefore = 500 };
        usual.Take(limits, 1000, behindLive: true, Noon).Given.ShouldBe(500);   // 500 as yesterday: 300 to come
        var busy = first with { Live = 400, LiveBefore = 500 };
        busy.Take(limits, 1000, behindLive: true, Noon).Given.ShouldBe(200);   // busier: 400 in the half day to come
        var (_, given, until, why) = (first with { Live = 500, Behind = 10 }).Take(limits, 10, behindLive: true, Noon);
        (given, why, until).ShouldBe((0, QuotaWhy.Live, Noon.AddHours(1)));
        (first with { Live = 500, Behind = 10 }).Take(limits, 10, behindLive: false, Noon).Given.ShouldBe(10);
    }

    [Theory]
    [InlineData(100, 60, 1)]
    [InlineData(6000, 60, 20)]
    [InlineData(4, 1, 1)]
    [InlineData(1, 10, 1)]
    public void No_window_wherever_it_begins_has_more_calls_than_the_limit(int most, int seconds, long atOnce)
    {
        var limits = Limits(new() { PerWindow = most, WindowSeconds = seconds });
        var (state, now) = (QuotaState.New(limits, Noon), Noon);
        var calls = new List<DateTimeOffset>();
        while (calls.Count < most * 4)
        {
            var (next, given, until, _) = state.Take(limits, atOnce, behindLive: false, now);
            state = next;
            for (var i = 0; i < given; i++)
                calls.Add(now);
            if (given == 0)
            {
                until!.Value.ShouldBeGreaterThan(now);
                now = until.Value;
            }
        }

        for (var i = 0; i + most < calls.Count; i++)
            (calls[i + most] - calls[i]).ShouldBeGreaterThan(TimeSpan.FromSeconds(seconds));   // most + 1 calls take longer than the window
        (calls[^1] - calls[0]).ShouldBeLessThan(TimeSpan.FromSeconds(seconds) * 4 / 0.93);   // and nearly all of the rate is used
    }

    [Fact]
    public void Under_a_short_limit_live_work_finds_calls_beside_a_back_fill_that_takes_all_it_gets()
    {
        var limits = Limits(new() { PerWindow = 1000, WindowSeconds = 60 });
        var state = QuotaState.New(limits, Noon);
        for (var i = 0; i < 100; i++)
            state = state.Take(limits, 10, behindLive: true, Noon).State;
        state.Take(limits, 1, behindLive: true, Noon).Given.ShouldBe(0);
        state.Take(limits, 12, behindLive: false, Noon).Given.ShouldBe(12);
    }

    [Fact]
    public void Who_asked_us_to_wait_is_left_alone()
    {
        var limits = Limits(new());
        var state = QuotaState.New(limits, Noon).With(new(null, null, null, Noon.AddMinutes(5)), Noon);
        state.Take(limits, 1, false, Noon).ShouldBe((state, 0, Noon.AddMinutes(5), QuotaWhy.Asked));
        state.Take(limits, 1, false, Noon.AddMinutes(5)).Given.ShouldBe(1);
    }

    [Fact]
    public void The_forecast_goes_by_the_pace_of_the_day()
    {
        var limits = Limits(new() { PerDay = 1000, ReservePercent = 10 });
        var state = QuotaState.New(limits, Noon);
        (state with { Live = 300, Behind = 100, Others = 50 }).ExhaustedAt(limits, Noon).ShouldBeNull();   // 450 by noon: 900 at midnight, just enough
        (state with { Live = 600 }).ExhaustedAt(limits, Noon).ShouldBe(Noon.AddHours(6));
        (state with { Live = 900 }).ExhaustedAt(limits, Noon).ShouldBe(Noon);
    }

    private static QuotaLimits Limits(QuotaOptions options) => QuotaLimits.Of("crm", [options]);
}
