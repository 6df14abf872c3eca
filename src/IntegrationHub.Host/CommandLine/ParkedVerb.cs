using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub parked</c>: records that were set aside.</summary>
internal static class ParkedVerb
{
    private const int Shown = 100;

    private static readonly Option<string?> Scope = new("--scope") { Description = "Only of this sync or target: northwind/Orders, demo-crm." };
    private static readonly Option<string?> Stage = new("--stage") { Description = "Only from this stage: read, map, resolve or deliver." };
    private static readonly Option<string?> Cause = new("--cause") { Description = "Only with this cause." };
    private static readonly Option<bool> All = new("--all") { Description = "All that are open, as far as the other options do not narrow it." };
    private static readonly Argument<long[]> Numbers = new("number") { Description = "Numbers, as listed.", Arity = ArgumentArity.ZeroOrMore };

    internal static Command Create() => Verb.Named("parked", "Shows, replays and drops records that were set aside.", Groups(), List(), Show(), Replay(), Edit(), MakeAgain(), Drop());

    private static Command Groups() => Verb.Named("groups", "Open records by cause, the largest group first.").Does(async (_, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        var groups = await new ParkedQueries(session.Database).GroupsAsync(cancellationToken);
        terminal.Answer(groups, () => terminal.Table(["Records", "Scope", "Stage", "Cause", "Since"],
            groups.Select(group => (IReadOnlyList<string>)[$"{group.Records}", group.Scope, group.Stage, group.Cause, $"{group.FirstAt:u}"])));
        return ExitCode.Ok;
    });

    private static Command List() => Verb.Named("list", $"Open records, newest first, at most {Shown}.", Scope, Stage, Cause).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        var rows = await new ParkedQueries(session.Database).ListAsync(
            new ParkedFilter(parsed.GetValue(Scope), parsed.GetValue(Stage), parsed.GetValue(Cause)), before: null, Shown, cancellationToken);
        terminal.Answer(rows, () => terminal.Table(["No", "Scope", "Stage", "Record", "Reason", "Times", "Last"],
            rows.Select(row => (IReadOnlyList<string>)[$"{row.ParkedNo}", row.Scope, row.Stage, row.Id, row.Reason, $"{row.Times}", $"{row.LastAt:u}"])));
        return ExitCode.Ok;
    });

    private static Command Show()
    {
        var number = new Argument<long>("number") { Description = "The record's number, as listed." };
        return Verb.Named("show", "One record with what came from the source.", number).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            var row = await new ParkedQueries(session.Database).FindAsync(parsed.GetRequiredValue(number), cancellationToken)
                ?? throw new UsageException($"There is no parked record {parsed.GetRequiredValue(number)}. See: hub parked list");
            terminal.Answer(row, () =>
            {
                terminal.Say($"{row.ParkedNo}  {row.Scope}  {row.Id}  stage {row.Stage}  {row.Times} times, first {row.FirstAt:u}, last {row.LastAt:u}");
                terminal.Say(row.ClosedAt is { } at ? $"closed {at:u}: {row.ClosedHow}" : "open");
                terminal.Say(row.Reason);
                terminal.Say(row.PayloadText ?? "(nothing was kept)");
            });
            return ExitCode.Ok;
        });
    }

    private static Command Replay() => Verb.Named("replay", "Tries records again, with the mappings in force now.", Numbers, Scope, Stage, Cause, All).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var numbers = await ChosenAsync(parsed, hub, cancellationToken);
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "replay parked records", string.Join(",", numbers), detail: null, cancellationToken);
        var replayed = await hub.GetRequiredService<HubWork>().ReplayAsync(numbers, progress: null, cancellationToken);
        terminal.Answer(replayed, () =>
        {
            terminal.Say($"Through the mapping again: {Progress.Counted(replayed.Counts)}. To be delivered again: {replayed.MarkedAgain}.");
            if (replayed.NotReplayable > 0)
                terminal.Say($"{replayed.NotReplayable} could not be read as records; they come again when their source is mended.");
        });
        return replayed.Counts.Parked > 0 || replayed.NotReplayable > 0 ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static Command MakeAgain() => Verb.Named("make-again", "Has records made again that were deleted over there.", Numbers, Scope, Stage, Cause).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var numbers = await ChosenAsync(parsed, hub, cancellationToken);
        var marked = await hub.GetRequiredService<Bindings>().MakeAgainAsync(numbers, Audit.Shell, cancellationToken);
        terminal.Answer(new { marked }, () => terminal.Say($"To be made again: {marked}."));
        return marked == numbers.Count ? ExitCode.Ok : ExitCode.Incomplete;
    });

    private static Command Edit()
    {
        var number = new Argument<long>("number") { Description = "The record's number, as listed." };
        var file = new Option<string>("--file") { Description = "The record as it should be, one JSON object; 'hub parked show' prints it as it came.", Required = true };
        return Verb.Named("edit", "Tries one source record again as you have mended it. The source's next change of it replaces that.", number, file).Does(async (parsed, terminal, cancellationToken) =>
        {
            var (parkedNo, path) = (parsed.GetRequiredValue(number), parsed.GetRequiredValue(file));
            if (!File.Exists(path))
                throw new UsageException($"There is no file {path}.");
            var json = await File.ReadAllBytesAsync(path, cancellationToken);
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            await using var hub = HubServices.ForVerb(session);
            var counts = await hub.GetRequiredService<HubWork>().ReplayEditedAsync(parkedNo, json, cancellationToken);
            await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "edit parked record", $"{parkedNo}", detail: null, cancellationToken);
            terminal.Answer(counts, () => terminal.Say($"Through the mapping again: {Progress.Counted(counts)}."));
            return counts.Parked > 0 ? ExitCode.Incomplete : ExitCode.Ok;
        });
    }

    private static Command Drop()
    {
        var why = new Option<string>("--why") { Description = "The reason, for the audit.", Required = true };
        return Verb.Named("drop", "Closes records for good; they stay listed as dropped.", Numbers, Scope, Stage, Cause, All, why).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            await using var hub = HubServices.ForVerb(session);
            var numbers = await ChosenAsync(parsed, hub, cancellationToken);
            var dropped = await hub.GetRequiredService<ParkedRecords>().DropAsync(numbers, Audit.Shell, parsed.GetRequiredValue(why), cancellationToken);
            terminal.Answer(new { dropped }, () => terminal.Say($"Dropped {dropped}."));
            return ExitCode.Ok;
        });
    }

    private static async Task<IReadOnlyList<long>> ChosenAsync(ParseResult parsed, IServiceProvider hub, CancellationToken cancellationToken)
    {
        var (numbers, scope, stage, cause) = (parsed.GetValue(Numbers) ?? [], parsed.GetValue(Scope), parsed.GetValue(Stage), parsed.GetValue(Cause));
        var filtered = scope is not null || stage is not null || cause is not null || parsed.GetValue(All);
        if (numbers.Length > 0 == filtered)
            throw new UsageException("Say which: numbers as listed, or --scope, --stage, --cause, or --all.");
        var chosen = filtered ? await hub.GetRequiredService<ParkedRecords>().FindAsync(scope, stage, cause, cancellationToken) : numbers;
        return chosen.Count > 0 ? chosen : throw new UsageException("No open parked record is meant by this. See: hub parked list");
    }
}
