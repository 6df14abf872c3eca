using IntegrationHub.Bench.Measure;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Bench.Baselines;

/// <summary>Baseline (a) without its database: fetches, parses and encodes every page. What is left of (a) is the database's part.</summary>
internal sealed class ParseOnly : IScenario
{
    public string[] Tables => [];

    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        var orders = new CopyBuffer(11);
        var lines = new CopyBuffer(9);
        await PageLoop.RunAsync(workplace, laps, (page, _) => Task.FromResult(CopyMerge.Encode(page.Span, orders, lines)), cancellationToken);
    }
}
