using System.Text.Json;
using IntegrationHub.Bench.Measure;

namespace IntegrationHub.Bench;

/// <summary>What the bench asks a process of its own to measure.</summary>
internal sealed record MeasureOrder
{
    public required string Scenario { get; init; }
    public required string Database { get; init; }

    /// <summary>Empty, for the warm-up; null: measure cold.</summary>
    public string? Scratch { get; init; }

    public int WarmUpPages { get; init; }

    /// <summary>Pages the measured part reads.</summary>
    public required int PageCount { get; init; }

    public required Uri Pages { get; init; }
    public Uri? Target { get; init; }

    public static MeasureOrder Parse(string json) => JsonSerializer.Deserialize<MeasureOrder>(json)!;

    /// <summary>Measures in a new process.</summary>
    public async Task<Measured> StartAsync(CancellationToken cancellationToken)
    {
        using var process = Bench.Start(["measure", "--order", JsonSerializer.Serialize(this)]);
        process.StandardInput.Close();
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<Measured>(said)!
                : throw new InvalidOperationException($"Measuring {Scenario} failed; see its messages above. {said}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Measures in this process.</summary>
    public async Task<Measured> RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        await using var database = Hub.HubSetting.Open(Database);
        await using var scratch = Scratch is null ? null : Hub.HubSetting.Open(Scratch);
        var workplace = new Workplace(database, http, Pages, Target, PageCount);
        return await Measurement.RunAsync(
            Scenario, Scenarios.Make(Scenario), workplace, scratch is null ? null : workplace with { Database = scratch, PageLimit = Math.Min(WarmUpPages, PageCount) }, PageCount, cancellationToken);
    }
}
