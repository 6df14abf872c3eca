using System.Globalization;
using System.Runtime;
using Npgsql;

namespace IntegrationHub.Bench.Measure;

/// <summary>Measures one scenario, in this process: warm-up in a scratch database, preparation, CHECKPOINT, then the measured part alone.</summary>
internal static class Measurement
{
    /// <param name="name">The scenario's name in the report.</param>
    /// <param name="scenario">What to measure.</param>
    /// <param name="workplace">Where.</param>
    /// <param name="scratch">The same with an empty database and few pages; null measures a cold process.</param>
    /// <param name="pages">How many pages the measured part will read, for the first and last tenth.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Measured> RunAsync(
        string name, IScenario scenario, Workplace workplace, Workplace? scratch, int pages, CancellationToken cancellationToken)
    {
        if (scratch is not null)
        {
            await scenario.PrepareAsync(scratch, cancellationToken);
            await scenario.RunAsync(scratch, Laps.None, cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);   // the runtime compiles hot methods again in the background
        }
        await scenario.PrepareAsync(workplace, cancellationToken);

        var database = workplace.Database;
        var postgres = await PostgresCpu.FindAsync(database, cancellationToken);
        var laps = new Laps(pages, () => Cost.Now(postgres));
        await database.ExecuteAsync("checkpoint", cancellationToken);
        var (writtenBefore, deadBefore) = await RowsAsync(database, scenario.Tables, cancellationToken);
        var walBefore = await database.WalAsync(cancellationToken);
        GC.Collect();
        var (allocated, paused, compiling) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration(), JitInfo.GetCompilationTime());
        laps.Begin();
        var before = Cost.Now(postgres);
        await scenario.RunAsync(workplace, laps, cancellationToken);
        var cost = Cost.Now(postgres) - before;
        var wal = await database.WalAsync(cancellationToken) - walBefore;
        var (written, dead) = await RowsAsync(database, scenario.Tables, cancellationToken);
        return new Measured
        {
            Scenario = name,
            Records = laps.Records,
            Cost = cost,
            FirstTenth = laps.FirstTenth,
            LastTenth = laps.LastTenth,
            PeakMegabytes = PeakMegabytes(),
            AllocatedMegabytes = (GC.GetTotalAllocatedBytes() - allocated) / 1e6,
            PausedSeconds = (GC.GetTotalPauseDuration() - paused).TotalSeconds,
            CompilingSeconds = (JitInfo.GetCompilationTime() - compiling).TotalSeconds,
            WalBytes = wal,
            RowsWritten = written - writtenBefore,
            DeadRows = dead - deadBefore,
            Stages = laps.Stages,
            P50 = laps.Percentile(0.50),
            P99 = laps.Percentile(0.99),
        };
    }

    private static async Task<(long Written, long Dead)> RowsAsync(NpgsqlDataSource database, string[] tables, CancellationToken cancellationToken)
    {
        database.Clear();                                                                    // a backend tells the statistics at the latest when it ends
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        return await database.RowsAsync(tables, cancellationToken);
    }

    private static double PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
