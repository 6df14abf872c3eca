using IntegrationHub.Core.Store;

namespace IntegrationHub.Host.CommandLine;

/// <summary>How one sync or delivery of a verb went.</summary>
/// <param name="Name">The sync or target.</param>
/// <param name="Counts">Null when it failed.</param>
/// <param name="Failure">Null when it ran to its end.</param>
internal sealed record Outcome(string Name, RunCounts? Counts, Failure? Failure)
{
    /// <summary>Runs one; a failure of the other side or of the settings is kept, so that the next one has its turn.</summary>
    internal static async Task<Outcome> OfAsync(Terminal terminal, string name, Func<IProgress<RunCounts>?, Task<RunCounts>> work)
    {
        try
        {
            return new Outcome(name, await Progress.ShowAsync(terminal, name, work), null);
        }
        catch (Exception failed) when (failed is Sdk.ConnectorException or SyncOvertakenException or DeletesHeldException)
        {
            return new Outcome(name, null, Failure.Of(failed));
        }
    }

    /// <summary>Tells the outcomes as a verb's answer, and gives its exit code: the worst of them.</summary>
    internal static int Tell(Terminal terminal, IReadOnlyList<Outcome> outcomes)
    {
        terminal.Answer(outcomes.Select(outcome => new { outcome.Name, outcome.Counts, Problems = outcome.Failure?.Sentences }), () =>
        {
            foreach (var outcome in outcomes.Where(outcome => outcome.Counts is not null))
                terminal.Say($"{outcome.Name}: {Progress.Counted(outcome.Counts!)}");
        });
        foreach (var outcome in outcomes)
            foreach (var sentence in outcome.Failure?.Sentences ?? [])
                Console.Error.WriteLine($"{outcome.Name}: {sentence}");
        return outcomes.Select(outcome => outcome.ExitCode).DefaultIfEmpty(CommandLine.ExitCode.Ok).Max();
    }

    private int ExitCode => Failure?.ExitCode ?? (Counts is { Parked: > 0 } or { Rejected: > 0 } ? CommandLine.ExitCode.Incomplete : CommandLine.ExitCode.Ok);
}
