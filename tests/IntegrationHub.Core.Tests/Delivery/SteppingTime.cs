namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>A clock that stands still until it is told to go on.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Step(TimeSpan by) => _ticks += by.Ticks;
}
