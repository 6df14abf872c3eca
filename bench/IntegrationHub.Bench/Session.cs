using IntegrationHub.Bench.Measure;
using IntegrationHub.Bench.Report;
using Npgsql;

namespace IntegrationHub.Bench;

/// <summary>One call of the bench: servers up, every scenario in a process of its own, as often as asked, then the report.</summary>
internal sealed class Session(SessionOptions options, string server, Uri pages, Uri target)
{
    /// <summary>Naive imports are slow: they are measured on this many pages, and compared per 100,000 orders.</summary>
    private const int NaivePages = 20;

    public static async Task RunAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        await using var postgres = await BenchPostgres.StartAsync(options.Postgres, cancellationToken);
        Say("rendering pages");
        await using var pageServer = await ServerProcess.StartAsync(["pages", "--orders", $"{options.Orders}", "--customers", $"{options.Customers}"], cancellationToken);
        await using var targetServer = await ServerProcess.StartAsync(["target"], cancellationToken);
        var session = new Session(options, postgres.ConnectionString, pageServer.Address, targetServer.Address);
        var runs = new List<RunOfAll>();
        for (var number = 1; number <= options.Runs; number++)
        {
            Say($"run {number} of {options.Runs}");
            var run = new RunOfAll();
            await session.BaselinesAsync(run, cancellationToken);
            await session.HubAsync(run, cancellationToken);
            runs.Add(run);
        }

        var now = TimeProvider.System.GetLocalNow();
        var report = Markdown.Write(runs, options, await postgres.DescribeAsync(cancellationToken), now);
        Console.WriteLine(report);
        if (options.Results is null)
            return;
        options.Results.Create();
        await File.WriteAllTextAsync(Path.Combine(options.Results.FullName, $"{now:yyyy-MM-dd}.md"), report, cancellationToken);
    }

    private async Task BaselinesAsync(RunOfAll run, CancellationToken cancellationToken)
    {
        await AloneAsync(run, Scenarios.MapByHand, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.Map, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.Cases, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.Parse, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.CopyMerge, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.RecordMerge, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.EfUpsert, Math.Min(NaivePages, options.Pages), cancellationToken);
    }

    private async Task HubAsync(RunOfAll run, CancellationToken cancellationToken)
    {
        await AloneAsync(run, Scenarios.Empty, options.Pages, cancellationToken);
        await AloneAsync(run, Scenarios.Small, Math.Max(1, options.Pages / 10), cancellationToken);
        foreach (var (small, load, since) in Scenarios.ByConnector)
        {
            await AloneAsync(run, small, Math.Max(1, options.Pages / 10), cancellationToken);
            await ConnectorAsync(run, load, since, cancellationToken);
        }

        if (!options.Wants([Scenarios.FirstLoad, .. Scenarios.AfterFirstLoad]))
            return;

        // one hub lives through the rest, as it would
        var database = await Database.CreateAsync(server, "bench_hub", cancellationToken);
        await MeasureAsync(run, Scenarios.FirstLoad, database, options.Pages, cancellationToken);
        foreach (var scenario in Scenarios.AfterFirstLoad.Where(scenario => options.Wants(scenario)))
        {
            await TidyAsync(database, cancellationToken);
            await MeasureAsync(run, scenario, database, scenario == Scenarios.Since ? options.SincePages : options.Pages, cancellationToken);
        }
        await Database.DropAsync(server, "bench_hub", cancellationToken);
    }

    /// <summary>All orders through a connector, and then those changed since.</summary>
    private async Task ConnectorAsync(RunOfAll run, string load, string since, CancellationToken cancellationToken)
    {
        if (!options.Wants([load, since]))
            return;
        var database = await Database.CreateAsync(server, "bench_connector", cancellationToken);
        await MeasureAsync(run, load, database, options.Pages, cancellationToken);
        await TidyAsync(database, cancellationToken);
        if (options.Wants(since))
            await MeasureAsync(run, since, database, options.SincePages, cancellationToken);
        await Database.DropAsync(server, "bench_connector", cancellationToken);
    }

    /// <summary>In a database that is there for this scenario only.</summary>
    private async Task AloneAsync(RunOfAll run, string scenario, int pageCount, CancellationToken cancellationToken)
    {
        if (!options.Wants(scenario))
            return;
        var database = await Database.CreateAsync(server, "bench_alone", cancellationToken);
        await MeasureAsync(run, scenario, database, pageCount, cancellationToken);
        await Database.DropAsync(server, "bench_alone", cancellationToken);
    }

    private async Task MeasureAsync(RunOfAll run, string scenario, string database, int pageCount, CancellationToken cancellationToken)
    {
        var order = new MeasureOrder
        {
            Scenario = scenario,
            Database = database,
            Scratch = options.WarmUpPages == 0 || Scenarios.WarmsItselfUp(scenario) ? null : await Database.CreateAsync(server, "bench_scratch", cancellationToken),
            WarmUpPages = options.WarmUpPages,
            PageCount = pageCount,
            Pages = pages,
            Target = target,
        };
        var measured = await order.StartAsync(cancellationToken);
        await Database.DropAsync(server, "bench_scratch", cancellationToken);
        run.Add(measured);
        Say(measured.ToString());
    }

    /// <summary>What autovacuum, switched off so that it does not strike at random, would have done by then.</summary>
    private static async Task TidyAsync(string database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await source.ExecuteAsync("vacuum analyze", cancellationToken);
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
