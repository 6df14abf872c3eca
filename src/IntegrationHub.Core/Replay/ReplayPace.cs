using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Replay;

/// <summary>
/// Keeps a replay behind the live syncs of its connection: before each batch it waits while one of them runs, and it never takes more than so many records a second.
/// A sync that never ends holds a batch up for half a minute, not for ever. One replay, one caller at a time.
/// </summary>
/// <param name="replays">Knows what runs.</param>
/// <param name="liveJobs">The jobs that go first.</param>
/// <param name="recordsPerSecond">0: no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplayPace(Replays replays, IReadOnlyCollection<string> liveJobs, int recordsPerSecond, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private DateTimeOffset next = time.GetUtcNow();

    /// <summary>Returns when the next batch may go.</summary>
    public async Task WaitAsync(int records, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow();
        while (time.GetUtcNow() - since < Patience && await replays.IsRunningAsync(liveJobs, cancellationToken))
            await Task.Delay(Look, time, cancellationToken);

        var now = time.GetUtcNow();
        if (next > now)
            await Task.Delay(next - now, time, cancellationToken);
        if (recordsPerSecond > 0)
            next = (next > now ? next : now) + TimeSpan.FromSeconds((double)records / recordsPerSecond);
    }
}
