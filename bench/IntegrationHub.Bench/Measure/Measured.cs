namespace IntegrationHub.Bench.Measure;

/// <summary>What one scenario cost, as its process hands it to the bench (one line of JSON).</summary>
internal sealed record Measured
{
    public required string Scenario { get; init; }
    public required long Records { get; init; }
    public required Cost Cost { get; init; }

    /// <summary>Of the first and the last tenth of the pages.</summary>
    public Cost FirstTenth { get; init; }
    public Cost LastTenth { get; init; }

    /// <summary>Highest resident memory of the process (VmHWM), warm-up included, in MB of 1,000,000 bytes.</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>Managed memory the process allocated while it was measured, in MB of 1,000,000 bytes, and seconds the collector stopped it.</summary>
    public required double AllocatedMegabytes { get; init; }
    public required double PausedSeconds { get; init; }

    /// <summary>Seconds on the clock the runtime was compiling (its CPU is part of <see cref="Cost.Hub"/>): a long-running hub pays them once.</summary>
    public required double CompilingSeconds { get; init; }

    public required long WalBytes { get; init; }

    /// <summary>Rows written, and dead rows left, in the tables that hold records (for the hub: <c>hub.record</c>).</summary>
    public required long RowsWritten { get; init; }
    public required long DeadRows { get; init; }

    /// <summary>Milliseconds per request, sorted by rank: 50, 99. Only where requests are measured.</summary>
    public double P50 { get; init; }
    public double P99 { get; init; }

    /// <summary>Where the hub says its time went, wall clock; null for baselines.</summary>
    public string? Stages { get; init; }

    /// <summary>CPU seconds per 100,000 records.</summary>
    public double CpuPerHundredThousand => Cost.Cpu / Records * 100_000;

    public double BytesPerRecord => AllocatedMegabytes * 1e6 / Records;

    /// <summary>One line for whoever watches.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"  {Scenario,-17} {Records,8:N0} records  CPU {Cost.Hub,6:F2} (compiling {CompilingSeconds:F2}) + {Cost.Postgres,6:F2} s  wall {Cost.Wall,6:F2} s  {PeakMegabytes,4:F0} MB, allocated {AllocatedMegabytes,5:F0} MB, paused {PausedSeconds:F2} s  WAL {WalBytes / 1e6,6:F1} MB  {Stages}{(P99 == 0 ? "" : $"p50 {P50:F1} p99 {P99:F1} ms")}");
}
