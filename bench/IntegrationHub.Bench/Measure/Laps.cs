using System.Collections.Concurrent;

namespace IntegrationHub.Bench.Measure;

/// <summary>
/// What a scenario tells while it runs. Pages: the cost of the first and of the last tenth, to see whether a page costs more when the tables
/// are full; from one thread at a time. Requests: how long each took; from any thread.
/// </summary>
internal sealed class Laps(int pages, Func<Cost> now)
{
    private readonly int tenth = Math.Max(1, pages / 10);
    private readonly ConcurrentBag<double> requests = [];
    private Cost begun;
    private Cost lastTenthBegun;
    private int done;

    public long Records { get; private set; }
    public Cost FirstTenth { get; private set; }
    public Cost LastTenth { get; private set; }

    /// <summary>For runs nobody looks at.</summary>
    public static Laps None => new(int.MaxValue, static () => default);

    public void Begin() => begun = lastTenthBegun = now();

    public void PageDone(int records)
    {
        Records += records;
        done++;
        if (done == tenth)
            FirstTenth = now() - begun;
        if (done == pages - tenth)
            lastTenthBegun = now();
        if (done == pages)
            LastTenth = now() - lastTenthBegun;
    }

    /// <summary>The hub's own clock of its stages, from its run ledger.</summary>
    public void Note(IntegrationHub.Core.Store.RunCounts counts) =>
        Stages = FormattableString.Invariant($"read {counts.Reading.TotalSeconds:F2} map {counts.Mapping.TotalSeconds:F2} resolve {counts.Resolving.TotalSeconds:F2} store {counts.Storing.TotalSeconds:F2} s");

    public string? Stages { get; private set; }

    /// <summary>Records that do not come in pages.</summary>
    public void Count(long records) => Records += records;

    public void RequestDone(double milliseconds) => requests.Add(milliseconds);

    /// <summary>Milliseconds that the given share of requests stayed under; 0 when there were none.</summary>
    public double Percentile(double share)
    {
        var sorted = requests.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
