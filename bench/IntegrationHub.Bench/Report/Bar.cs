using System.Globalization;
using IntegrationHub.Bench.Measure;

namespace IntegrationHub.Bench.Report;

/// <summary>One promise about speed, and how it is read off the measurements of one run.</summary>
/// <param name="What">What is promised.</param>
/// <param name="Limit">The bar.</param>
/// <param name="AtLeast">The bar is a floor, not a ceiling.</param>
/// <param name="Format">How figure and bar are written.</param>
/// <param name="Read">The figure of one run; null when the run did not measure it.</param>
internal sealed record Bar(string What, double Limit, bool AtLeast, string Format, Func<RunOfAll, double?> Read)
{
    /// <summary>The issue's table.</summary>
    public static IReadOnlyList<Bar> All { get; } =
    [
        Under("first load, CPU: × COPY + merge into two plain tables (a)", 2.0, "0.00 ×", run => Ratio(run, Scenarios.FirstLoad, Scenarios.CopyMerge)),
        Under("full re-read, nothing changed, CPU: × first load", 0.45, "0.00 ×", run => Ratio(run, Scenarios.Unchanged, Scenarios.FirstLoad)),
        Under("… its WAL", 1.0, "0.00 MB", run => run[Scenarios.Unchanged]?.WalBytes / 1e6),
        Under("… its dead rows in record tables", 0, "0", run => run[Scenarios.Unchanged]?.DeadRows),
        Under("full re-read, 1 % changed, CPU: × first load", 0.65, "0.00 ×", run => Ratio(run, Scenarios.Changed, Scenarios.FirstLoad)),
        Under("changed-since run of 1 %, CPU: × first load", 0.06, "0.000 ×", run => Ratio(run, Scenarios.Since, Scenarios.FirstLoad)),
        Under("last 10 % of pages, CPU: × first 10 %, from empty, never analysed tables", 1.3, "0.00 ×", run => run[Scenarios.Empty] is { } empty ? empty.LastTenth.Cpu / empty.FirstTenth.Cpu : null),
        Under("peak memory of the first load", 200, "0 MB", run => run[Scenarios.FirstLoad]?.PeakMegabytes),
        Under("… × that of a tenth of the records", 1.3, "0.00 ×", run => run[Scenarios.FirstLoad]?.PeakMegabytes / run[Scenarios.Small]?.PeakMegabytes),
        Under("first load through `rest`, peak memory: × that of a tenth of the records", 1.2, "0.00 ×", run => run[Scenarios.RestLoad]?.PeakMegabytes / run[Scenarios.RestSmall]?.PeakMegabytes),
        Under("… changed-since run of 1 %, CPU: × first load", 0.06, "0.000 ×", run => Ratio(run, Scenarios.RestSince, Scenarios.RestLoad)),
        Under("first load through `odata`, peak memory: × that of a tenth of the records", 1.2, "0.00 ×", run => run[Scenarios.ODataLoad]?.PeakMegabytes / run[Scenarios.ODataSmall]?.PeakMegabytes),
        Under("… changed-since run of 1 %, CPU: × first load", 0.06, "0.000 ×", run => Ratio(run, Scenarios.ODataSince, Scenarios.ODataLoad)),
        Under("delivery, CPU per record", 60, "0 µs", run => run[Scenarios.Deliver] is { } deliver ? deliver.Cost.Cpu / deliver.Records * 1e6 : null),
        new("delivery, records per second", 2_000, true, "#,0", run => run[Scenarios.Deliver] is { } deliver ? deliver.Records / deliver.Cost.Wall : null),
        Under("mapping alone, CPU: × hand-written reader loop", 1.6, "0.00 ×", run => Ratio(run, Scenarios.Map, Scenarios.MapByHand)),
        Under("… bytes allocated per record: × hand-written reader loop", 1.0, "0.00 ×", run => run[Scenarios.Map]?.BytesPerRecord / run[Scenarios.MapByHand]?.BytesPerRecord),
        Under("1,000 mapping cases", 5, "0.00 s", run => run[Scenarios.Cases]?.Cost.Wall),
        Under("customer page, p99 at 1 reader", 20, "0.0 ms", run => run[Scenarios.OneReader]?.P99),
        Under("customer page, p99 at 32 readers", 60, "0.0 ms", run => run[Scenarios.ManyReaders]?.P99),
    ];

    public bool IsMet(double figure) => AtLeast ? figure >= Limit : figure <= Limit;

    public string LimitText => $"{(AtLeast ? "≥" : "≤")} {Text(Limit)}";

    public string Text(double figure) => figure.ToString(Format, CultureInfo.InvariantCulture);

    private static Bar Under(string what, double limit, string format, Func<RunOfAll, double?> read) => new(what, limit, false, format, read);

    private static double? Ratio(RunOfAll run, string scenario, string to) => run[scenario]?.Cost.Cpu / run[to]?.Cost.Cpu;
}

/// <summary>Everything measured in one run.</summary>
internal sealed class RunOfAll
{
    private readonly Dictionary<string, Measured> scenarios = new(StringComparer.Ordinal);

    public Measured? this[string scenario] => scenarios.GetValueOrDefault(scenario);

    public void Add(Measured measured) => scenarios.Add(measured.Scenario, measured);
}
