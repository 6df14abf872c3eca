using System.Globalization;
using System.Text;

namespace IntegrationHub.Faults;

/// <summary>The soak's figures as Markdown.</summary>
internal static class Report
{
    private static readonly string[] Bars = ["lost", "doubled", "false delete", "missed delete", "false success", "false failure", "stuck", "stray request"];

    public static string Of(SoakResult soak, string command)
    {
        var text = new StringBuilder();
        var worlds = soak.Worlds;
        string N(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
        text.AppendLine($"# Faults, {DateTime.UtcNow:yyyy-MM-dd}").AppendLine().AppendLine($"    {command}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{N(worlds.Sum(world => world.Injected))} injected faults in {worlds.Count} worlds, {N(worlds.Sum(world => world.Runs))} runs and {N(worlds.Sum(world => world.Requests))} requests, {soak.Took.TotalSeconds:0} s, {Environment.ProcessorCount} cores.").AppendLine();
        text.AppendLine("| must be 0 | seen |").AppendLine("|---|---|");
        foreach (var bar in Bars)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {bar} | {soak.Findings.Count(finding => finding.What == bar)} |");
        text.AppendLine().AppendLine("| injected | |").AppendLine("|---|---|");
        foreach (var fault in worlds.SelectMany(world => world.Faults).GroupBy(pair => pair.Key).OrderByDescending(fault => fault.Sum(pair => pair.Value)))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {fault.Key} | {N(fault.Sum(pair => pair.Value))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| hub killed at a round trip to its database | {N(worlds.Sum(world => world.Kills))} |");
        text.AppendLine().AppendLine("| meanwhile in the ERPs | |").AppendLine("|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| changes | {N(worlds.Sum(world => world.Changes))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| late commits | {N(worlds.Sum(world => world.LateCommits))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| removals | {N(worlds.Sum(world => world.Removals))} |");
        text.AppendLine().AppendLine("| meanwhile at the CRMs | |").AppendLine("|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| deliveries acknowledged | {N(worlds.Sum(world => world.Deliveries))} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| answers lost | {N(worlds.Sum(world => world.AnswersLost))} |");
        text.AppendLine().AppendLine("| runs, as the ledger has them | |").AppendLine("|---|---|");
        foreach (var outcome in worlds.SelectMany(world => world.Outcomes).GroupBy(pair => pair.Key).OrderByDescending(outcome => outcome.Sum(pair => pair.Value)))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {outcome.Key} | {N(outcome.Sum(pair => pair.Value))} |");
        text.AppendLine().AppendLine("| kind of world | worlds | faults | runs | succeeded |").AppendLine("|---|---|---|---|---|");
        foreach (var kind in worlds.GroupBy(world => world.Kind))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kind.Key} | {kind.Count()} | {N(kind.Sum(world => world.Injected))} | {N(kind.Sum(world => world.Runs))} | {N(kind.Sum(world => world.Outcomes.GetValueOrDefault("succeeded")))} |");
        return text.ToString();
    }

    /// <summary>What went wrong in a world, with all that is needed to see it again.</summary>
    public static string OfFindings(WorldResult world, int seed)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{world.Name} ({world.Kind}), seed {seed}, run {world.Runs}: {world.Findings.Count} findings");
        foreach (var finding in world.Findings.Take(3))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {finding.What}: {finding.Key}: {finding.How}");
            foreach (var line in finding.History)
                text.AppendLine(CultureInfo.InvariantCulture, $"      {line}");
        }

        return text.ToString();
    }
}
