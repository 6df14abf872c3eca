using System.Collections.Concurrent;

namespace IntegrationHub.Host.Security;

/// <summary>
/// Slows down guessing: after five failures in a row for a name (or ten from an address) each further try has to wait, 2 s doubling
/// up to 5 minutes. Kept in memory, per host; a success or an hour's rest clears it. Safe from several threads.
/// </summary>
internal sealed class SignInBrake(TimeProvider time)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Failures> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long this name and this address have to wait before the next try is looked at; zero: not at all.</summary>
    internal TimeSpan WaitOf(string name, string address) => Longer(WaitOf("name " + name), WaitOf("from " + address));

    internal void Failed(string name, string address)
    {
        Count("name " + name, free: 5);
        Count("from " + address, free: 10);
    }

    internal void Succeeded(string name, string address)
    {
        _failures.TryRemove("name " + name, out _);
        _failures.TryRemove("from " + address, out _);
    }

    private TimeSpan WaitOf(string key) =>
        _failures.TryGetValue(key, out var failures) && failures.Until > time.GetUtcNow() ? failures.Until - time.GetUtcNow() : TimeSpan.Zero;

    private void Count(string key, int free)
    {
        var now = time.GetUtcNow();
        if (_failures.Count >= MostEntries)
            foreach (var (old, failures) in _failures)
                if (now - failures.Last > Forgotten)
                    _failures.TryRemove(old, out _);

        _failures.AddOrUpdate(key, _ => new Failures(1, now, now), (_, before) =>
        {
            var times = now - before.Last > Forgotten ? 1 : before.Times + 1;
            var wait = times < free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, Math.Min(times - free + 1, 20)));
            return new Failures(times, now, now + (wait < Longest ? wait : Longest));
        });
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed record Failures(int Times, DateTimeOffset Last, DateTimeOffset Until);
}
