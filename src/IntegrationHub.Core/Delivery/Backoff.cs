namespace IntegrationHub.Core.Delivery;

/// <summary>How long a record waits after failed attempts: 5 s, doubled each time, 15 min at most, with a tenth of jitter.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static TimeSpan After(int failures, Random random)
    {
        var wait = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return (wait < Longest ? wait : Longest) * (0.95 + 0.1 * random.NextDouble());
    }
}
