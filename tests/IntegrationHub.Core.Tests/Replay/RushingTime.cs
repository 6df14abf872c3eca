namespace IntegrationHub.Core.Tests.Replay;

/// <summary>A clock that jumps to the end of whatever is waited for.</summary>
internal sealed class RushingTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Passed { get; private set; }

    public Func<TimeSpan, Task> OnWait { get; set; } = _ => Task.CompletedTask;

    public override DateTimeOffset GetUtcNow() => Start + Passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Passed += dueTime;
            _ = OnWait(Passed).ContinueWith(_ => callback(state), TaskScheduler.Default);
        }

        return new Idle();
    }

    private sealed class Idle : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
