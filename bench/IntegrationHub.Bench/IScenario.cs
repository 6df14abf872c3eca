using IntegrationHub.Bench.Measure;

namespace IntegrationHub.Bench;

/// <summary>Something to measure. It is run twice in its process: over a few pages into a scratch database to warm up, then for the figures.</summary>
internal interface IScenario
{
    /// <summary>The tables whose written and dead rows are reported, as <c>schema.table</c>.</summary>
    string[] Tables { get; }

    /// <summary>Makes what must be there before. Not measured.</summary>
    Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken);

    /// <summary>The measured part.</summary>
    Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken);
}
