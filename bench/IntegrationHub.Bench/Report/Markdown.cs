using System.Globalization;
using System.Text;
using IntegrationHub.Bench.Measure;

namespace IntegrationHub.Bench.Report;

/// <summary>Writes the report. A figure is the median of the runs; ratios are taken within a run, then the median of them.</summary>
internal sealed class Markdown(IReadOnlyList<RunOfAll> runs)
{
    private readonly StringBuilder text = new();

    public static string Write(IReadOnlyList<RunOfAll> runs, SessionOptions options, string postgres, DateTimeOffset now)
    {
        var report = new Markdown(runs);
        report.Head(options, postgres, now);
        report.Bars();
        report.Baselines();
        report.Everything();
        return report.text.ToString();
    }

    private void Head(SessionOptions options, string postgres, DateTimeOffset now)
    {
        Line($"# Speed, {now:yyyy-MM-dd}");
        Line();
        Line($"{options.Orders:N0} orders with {options.Orders * 3L:N0} lines of {options.Customers:N0} customers, from HTTP pages of 1,000; {Count(runs.Count, "run")}; medians, in brackets the lowest and the highest.");
        Line($"CPU is user + system time of the measured process and of the whole PostgreSQL server, apart. What each scenario is: [README](../README.md).");
        Line();
        Line($"Machine: {Machine.Describe()}.");
        Line($"PostgreSQL: {postgres}.");
        Line($"Each scenario had a process of its own, {(options.WarmUpPages == 0 ? "cold" : $"warmed up with {options.WarmUpPages} pages in a scratch database")}, and began after a CHECKPOINT.");
        Line();
    }

    private void Bars()
    {
        Line("## Bars");
        Line();
        Line("| what | bar | measured | |");
        Line("|---|---|---|---|");
        foreach (var bar in Bar.All)
        {
            var figures = Figures(bar.Read);
            Line(figures.Length == 0
                ? $"| {bar.What} | {bar.LimitText} | not measured | |"
                : $"| {bar.What} | {bar.LimitText} | **{bar.Text(Median(figures))}** {Spread(figures, bar.Text)} | {(bar.IsMet(Median(figures)) ? "met" : "**not met**")} |");
        }
        Line();
    }

    private void Baselines()
    {
        Line("## First load beside the baselines");
        Line();
        Line("| | CPU-s per 100,000 orders: process + PostgreSQL | first load of the hub is |");
        Line("|---|---|---|");
        foreach (var (scenario, what) in new[]
        {
            (Scenarios.FirstLoad, "the hub, everything on"),
            (Scenarios.CopyMerge, "(a) COPY + merge, two plain tables"),
            (Scenarios.RecordMerge, "(a2) COPY + merge, the hub's own rows"),
            (Scenarios.EfUpsert, "(b) EF Core, per page (measured on fewer orders)"),
            (Scenarios.Parse, "fetch, parse and encode alone: what (a) does outside the database"),
        })
        {
            var own = Figures(run => run[scenario]?.CpuPerHundredThousand);
            if (own.Length == 0)
                continue;
            var hub = Median(Figures(run => Per(run, scenario, cost => cost.Hub)));
            var database = Median(Figures(run => Per(run, scenario, cost => cost.Postgres)));
            var ratios = Figures(run => run[Scenarios.FirstLoad]?.CpuPerHundredThousand / run[scenario]?.CpuPerHundredThousand);
            Line(FormattableString.Invariant($"| {what} | {Median(own):F2} = {hub:F2} + {database:F2} | {(ratios.Length == 0 ? "" : FormattableString.Invariant($"{Median(ratios):F2} ×"))} |"));
        }
        Line();
    }

    private void Everything()
    {
        Line("## Everything measured");
        Line();
        Line("| scenario | records | CPU process, s | CPU PostgreSQL, s | wall, s | allocated per record, bytes | peak memory, MB | WAL, MB | rows written | dead rows | first 10 % of pages, CPU-s | last 10 % | p50, ms | p99, ms |");
        Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var scenario in Scenarios.InOrder)
        {
            if (runs.All(run => run[scenario] is null))
                continue;
            string Cell(Func<Measured, double> read, string format) => Median(Figures(run => run[scenario] is { } one ? read(one) : null)).ToString(format, CultureInfo.InvariantCulture);
            Line($"| {scenario} | {Cell(m => m.Records, "#,0")} | {Cell(m => m.Cost.Hub, "F2")} | {Cell(m => m.Cost.Postgres, "F2")} | {Cell(m => m.Cost.Wall, "F2")} | {Cell(m => m.BytesPerRecord, "#,0")} | {Cell(m => m.PeakMegabytes, "F0")} "
                + $"| {Cell(m => m.WalBytes / 1e6, "F1")} | {Cell(m => m.RowsWritten, "#,0")} | {Cell(m => m.DeadRows, "#,0")} | {Cell(m => m.FirstTenth.Cpu, "F2")} | {Cell(m => m.LastTenth.Cpu, "F2")} | {Cell(m => m.P50, "0.0;;")} | {Cell(m => m.P99, "0.0;;")} |");
        }
    }

    private static double? Per(RunOfAll run, string scenario, Func<Cost, double> part) => run[scenario] is { } one ? part(one.Cost) / one.Records * 100_000 : null;

    private double[] Figures(Func<RunOfAll, double?> read) => [.. runs.Select(read).OfType<double>().Order()];

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static string Spread(double[] sorted, Func<double, string> text) => sorted.Length == 1 ? "" : $"({text(sorted[0])} – {text(sorted[^1])})";

    private static string Count(int count, string what) => count == 1 ? $"one {what}" : $"{count} {what}s";

    private void Line(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');

    private void Line(string line = "") => text.Append(line).Append('\n');
}
