using System.CommandLine;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub target</c>: what a target has, against what the mappings write.</summary>
internal static class TargetVerb
{
    private static readonly Argument<string> Name = new("target") { Description = "The connection: salesforce." };
    private static readonly Option<bool> Apply = new("--apply") { Description = "Make the missing objects and fields, as far as the target's API can; asks first." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "With --apply: do not ask." };

    internal static Command Create() => Verb.Named("target", "Sets targets up.", Setup());

    private static Command Setup() => Verb.Named("setup",
        "Compares the objects and fields a target has with what the mappings write, and says what to make; --apply makes it. Exit code 1 when something is missing.", Name, Apply, Yes)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(Name);
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            await using var hub = HubServices.ForVerb(session);
            var setup = hub.GetRequiredService<TargetSetup>();
            if (!hub.GetRequiredService<HubWork>().Targets.Contains(name))
                throw new SetupException($"There is no target '{name}'. Targets are connections with a Deliver section: {string.Join(", ", hub.GetRequiredService<HubWork>().Targets)}.");
            var standing = await setup.CompareAsync(name, cancellationToken);
            if (!parsed.GetValue(Apply) || !standing.Objects.Any(one => one.Missing.Count > 0))
                return Tell(terminal, standing, prepared: null);
            if (!parsed.GetValue(Yes) && !Agreed(terminal, standing))
                return Tell(terminal, standing, prepared: null);
            var made = standing.Objects.Sum(one => one.Missing.Count);
            await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "prepare target", name, $"{made} fields", cancellationToken);
            var prepared = await setup.PrepareAsync(name, cancellationToken);
            return Tell(terminal, prepared.After, prepared);
        });

    private static bool Agreed(Terminal terminal, TargetStanding standing)
    {
        if (terminal.Json || Console.IsInputRedirected)
            throw new UsageException("Nobody can be asked here. Look at what is missing first (hub target setup, without --apply), then say --apply --yes.");
        TellGaps(terminal, standing);
        Console.Write($"Make {standing.Objects.Sum(one => one.Missing.Count)} fields in {standing.Target}? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static int Tell(Terminal terminal, TargetStanding standing, TargetPrepared? prepared)
    {
        var gaps = standing.Gaps.ToList();
        terminal.Answer(new
        {
            standing.Target,
            standing.CanDescribe,
            Good = gaps.Count == 0,
            Objects = standing.Objects.Select(one => new { one.Needs.Object, Fields = one.Needs.Fields.Count, one.Gaps }),
            prepared?.Made,
            prepared?.Steps,
            prepared?.MarkedAgain,
        }, () =>
        {
            foreach (var (name, fields) in prepared?.Made ?? new Dictionary<string, IReadOnlyList<string>>())
                if (fields.Count > 0)
                    terminal.Say($"Made in {name}: {string.Join(", ", fields)}.");
            if (prepared?.MarkedAgain > 0)
                terminal.Say($"{prepared.MarkedAgain} records that it had rejected are tried again.");
            if (!standing.CanDescribe)
                terminal.Say($"The connector of '{standing.Target}' cannot tell what is there. Its README says what to set up.");
            else if (gaps.Count == 0)
                terminal.Say($"{standing.Target} has all that the mappings write: {string.Join(", ", standing.Objects.Select(one => $"{one.Needs.Object} ({one.Needs.Fields.Count} fields)"))}.");
            else
                TellGaps(terminal, standing);
            for (var step = 0; step < prepared?.Steps.Count; step++)
                terminal.Say($"{step + 1}. {prepared.Steps[step]}");
            if (prepared is null && standing.Objects.Any(one => one.Missing.Count > 0))
                terminal.Say($"What its API can make the hub makes: hub target setup {standing.Target} --apply");
        });
        return gaps.Count > 0 ? ExitCode.Incomplete : ExitCode.Ok;
    }

    private static void TellGaps(Terminal terminal, TargetStanding standing)
    {
        terminal.Table(["Object", "Field", "What", "Rule", "To do"], standing.Gaps.Select(gap =>
            (IReadOnlyList<string>)[gap.Object, gap.Field ?? "", WordOf(gap.Kind), gap.Rule ?? "", gap.Problem]));
        foreach (var one in standing.Objects.Where(one => one.Gaps.Any(gap => gap.Kind == GapKind.MissingObject)))
            terminal.Table([one.Needs.Object, "Holds"], one.Missing.Select(field =>
                (IReadOnlyList<string>)[field.Name, field.IsExternalKey ? "a text of 255 characters, unique" : field.RefersTo is { } to ? $"a reference to {to}" : TargetGap.Noun(field.Kind)]));
    }

    private static string WordOf(GapKind kind) => kind switch
    {
        GapKind.MissingObject => "no such object",
        GapKind.MissingField => "no such field",
        GapKind.ReadOnly => "read-only",
        GapKind.WrongKind => "cannot hold it",
        GapKind.MissingChoice => "value not known",
        GapKind.RequiredNotFilled => "not filled",
        _ => "not unique",
    };
}
