namespace IntegrationHub.Faults;

/// <summary>The clock of one world. It moves only when the world lets it, and waits of less than a minute (those between retries) take no time; limits still do.</summary>
internal sealed class WorldTime : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private long _ticks = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < LongestWait ? TimeSpan.Zero : dueTime, period);
}
