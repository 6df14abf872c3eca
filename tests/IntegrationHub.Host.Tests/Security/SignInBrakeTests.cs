using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Tests.Security;

public sealed class SignInBrakeTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void The_fifth_failure_in_a_row_makes_the_name_wait_and_each_further_one_doubles_it()
    {
        var brake = new SignInBrake(_clock);
        var waits = new List<double>();
        for (var failure = 1; failure <= 8; failure++)
        {
            brake.Failed("eva", $"10.0.0.{failure}");
            waits.Add(brake.WaitOf("EVA", "10.0.0.99").TotalSeconds);
        }
        waits.ShouldBe([0, 0, 0, 0, 2, 4, 8, 16]);
    }

    [Fact]
    public void The_wait_passes_and_never_grows_beyond_five_minutes()
    {
        var brake = new SignInBrake(_clock);
        for (var failure = 1; failure <= 40; failure++)
            brake.Failed("eva", "10.0.0.1");
        brake.WaitOf("eva", "10.0.0.2").ShouldBe(TimeSpan.FromMinutes(5));
        _clock.Now += TimeSpan.FromMinutes(5);
        brake.WaitOf("eva", "10.0.0.2").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void One_address_that_tries_many_names_has_to_wait_too()
    {
        var brake = new SignInBrake(_clock);
        for (var failure = 1; failure <= 10; failure++)
            brake.Failed($"name{failure}", "10.0.0.1");
        brake.WaitOf("somebody else", "10.0.0.1").ShouldBeGreaterThan(TimeSpan.Zero);
        brake.WaitOf("somebody else", "10.0.0.2").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_success_clears_what_was_counted()
    {
        var brake = new SignInBrake(_clock);
        for (var failure = 1; failure <= 5; failure++)
            brake.Failed("eva", "10.0.0.1");
        brake.Succeeded("eva", "10.0.0.1");
        brake.WaitOf("eva", "10.0.0.1").ShouldBe(TimeSpan.Zero);
    }

    private sealed class HandClock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
