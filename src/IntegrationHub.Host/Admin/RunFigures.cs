using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Texts;

namespace IntegrationHub.Host.Admin;

/// <summary>A run's counts and times in the reader's words. The page shows them; while the run goes on, its event stream sends them anew.</summary>
internal static class RunFigures
{
    /// <summary>What counts for this kind of run: name by which the page knows the cell, label, number.</summary>
    internal static IReadOnlyList<(string Name, string Label, long Count)> Counts(RunRow run, ConsoleTexts texts) => IsDelivery(run)
        ?
        [
            ("delivered", texts.Delivered, run.Delivered), ("rejected", texts.Rejected, run.Rejected), ("deferred", texts.Deferred, run.Deferred),
            ("left-out", texts.LeftOut, run.LeftOut), ("parked", texts.SetAside, run.Parked),
        ]
        :
        [
            ("read", texts.Read, run.Read), ("unchanged", texts.Unchanged, run.Unchanged), ("created", texts.Created, run.Created), ("changed", texts.Changed, run.Changed),
            ("deleted", texts.Deleted, run.Deleted), ("left-out", texts.LeftOut, run.LeftOut), ("parked", texts.SetAside, run.Parked), ("waiting", texts.Waiting, run.Waiting),
            ("marked", texts.Marked, run.Marked), ("batches", texts.Batches, run.Batches),
        ];

    internal static IReadOnlyList<(string Stage, TimeSpan Time)> Stages(RunRow run) => IsDelivery(run)
        ? [("deliver", TimeSpan.FromMilliseconds(run.DeliverMs))]
        :
        [
            ("read", TimeSpan.FromMilliseconds(run.ReadMs)), ("map", TimeSpan.FromMilliseconds(run.MapMs)),
            ("resolve", TimeSpan.FromMilliseconds(run.ResolveMs)), ("store", TimeSpan.FromMilliseconds(run.StoreMs)),
        ];

    /// <summary>What came of it in one line, without the zeros.</summary>
    internal static string Summary(RunRow run, Reader reader)
    {
        var parts = Counts(run, reader.Texts.Console).Where(figure => figure is { Count: > 0, Name: not "batches" }).Select(figure => $"{reader.Number(figure.Count)} {figure.Label}");
        return string.Join(reader.Language == Language.Japanese ? "、" : ", ", parts);
    }

    /// <summary>The texts of all changing cells, by name.</summary>
    internal static Dictionary<string, string> Live(RunRow run, Reader reader)
    {
        var live = Counts(run, reader.Texts.Console).ToDictionary(figure => figure.Name, figure => reader.Number(figure.Count));
        foreach (var (stage, time) in Stages(run))
            live["ms-" + stage] = reader.Duration(time);
        live["bytes"] = reader.Bytes(run.Bytes);
        live["duration"] = reader.Duration(run.Duration);
        if (run.Expected is { } expected)
            live["progress-text"] = reader.Texts.Console.ReadOf(reader.Number(run.Read), reader.Number(expected));
        return live;
    }

    internal static bool IsDelivery(RunRow run) => run.Job.StartsWith("deliver:", StringComparison.Ordinal);
}
