using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub backfill</c>: part of an entity, read again from the source beside the live sync.</summary>
internal static class BackfillVerb
{
    private const int MostNamed = 20;

    private static readonly Argument<string?> Name = new("sync") { Description = "Connection and entity: northwind/Orders.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Keys = new("--keys") { Description = "Only these: a,b,c or @file with one key per line (@-: standard input)." };
    private static readonly Option<string?> From = new("--from") { Description = "Only records of this business date (2026-04-01) or a later one." };
    private static readonly Option<string?> To = new("--to") { Description = "Only records of this business date or an earlier one; without --from also those without a date." };
    private static readonly Option<string?> Company = new("--company") { Description = "Only records of this company, as the source names it." };
    private static readonly Option<bool> Everything = new("--all") { Description = "The whole entity." };
    private static readonly Option<bool> Estimate = new("--estimate") { Description = "Only say what it would cost. Reads one page, stores nothing." };
    private static readonly Option<bool> Later = new("--later") { Description = "Leave it to the worker (hub run)." };
    private static readonly Option<long?> Resume = new("--resume") { Description = "Go on with one that was stopped; without a number, with the last one.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<long?> Stop = new("--stop") { Description = "Stop one before its next page; it can be resumed." };
    private static readonly Option<bool> List = new("--list") { Description = "The last back-fills, and where each stands." };

    internal static Command Create() => Verb.Named("backfill",
        "Reads part of an entity again from the source, beside the live sync and behind it: by keys, by business dates, by company (several together narrow it), or all of it. Ctrl-C stops it; it can be resumed.",
        Name, Keys, From, To, Company, Everything, Estimate, Later, Resume, Stop, List).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (name, resumes, stops) = (parsed.GetValue(Name), parsed.GetResult(Resume) is not null, parsed.GetValue(Stop));
        if (new[] { name is not null, resumes, stops is not null, parsed.GetValue(List) }.Count(said => said) != 1)
            throw new UsageException("Say whose records and which, as in: hub backfill northwind/Orders --from 2026-04-01; or: hub backfill --resume; --stop 7; --list");
        var slice = name is null ? null : SliceOf(parsed);
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        if (parsed.GetValue(List))
            return await ListAsync(hub, terminal, cancellationToken);
        if (stops is { } number)
            return await StopAsync(hub, terminal, number, cancellationToken);
        if (slice is null)
            return await RunAsync(hub, terminal, await UnfinishedAsync(hub, parsed.GetValue(Resume), cancellationToken), "resume back-fill", cancellationToken);

        var (work, sync) = (hub.GetRequiredService<BackfillWork>(), SyncVerb.Parse(name!));
        var estimate = await work.EstimateAsync(sync, slice, cancellationToken);
        if (parsed.GetValue(Estimate))
        {
            terminal.Answer(new { Sync = sync.ToString(), Slice = slice, Estimate = estimate }, () => terminal.Say(Words(sync, slice, estimate)));
            return ExitCode.Ok;
        }

        terminal.Say(Words(sync, slice, estimate));
        var backfill = await work.AskAsync(sync, slice, estimate.RecordsBy == EstimateBasis.Guessed ? null : estimate.Records, Audit.Shell, cancellationToken);
        if (!parsed.GetValue(Later))
            return await RunAsync(hub, terminal, backfill, "back-fill", cancellationToken);
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "back-fill", sync.ToString(), $"back-fill {backfill.BackfillNo}: {slice}", cancellationToken);
        terminal.Answer(new { backfill.BackfillNo, Sync = sync.ToString(), Estimate = estimate }, () => terminal.Say($"Back-fill {backfill.BackfillNo} waits for the worker; see: hub backfill --list"));
        return ExitCode.Ok;
    });

    private static async Task<int> RunAsync(ServiceProvider hub, Terminal terminal, Backfill backfill, string what, CancellationToken cancellationToken)
    {
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, what, backfill.Sync.ToString(), $"back-fill {backfill.BackfillNo}: {backfill.Slice}", cancellationToken);
        BackfillResult? result = null;
        await Progress.ShowAsync(terminal, $"back-fill {backfill.BackfillNo} of {backfill.Sync}", async progress =>
        {
            result = await hub.GetRequiredService<BackfillWork>().RunAsync(backfill.BackfillNo, progress, cancellationToken);
            return result.Counts;
        });
        terminal.Answer(new { backfill.BackfillNo, Sync = backfill.Sync.ToString(), result!.Counts, result.NotFound, result.NotFoundKeys }, () =>
        {
            terminal.Say($"Back-fill {backfill.BackfillNo} of {backfill.Sync} ({backfill.Slice}): {Progress.Counted(result.Counts)}");
            if (result.NotFound > 0)
                terminal.Say($"The source did not give {result.NotFound} of the keys{Named(result.NotFoundKeys)}. If they are gone there, a key pass deletes them: hub deletes {backfill.Sync}");
        });
        return result.Counts.Parked > 0 || result.NotFound > 0 ? ExitCode.Incomplete : ExitCode.Ok;
    }

    private static string Named(IReadOnlyList<string> keys) => keys.Count == 0 ? ""
        : $": {string.Join(", ", keys.Take(MostNamed))}{(keys.Count > MostNamed ? $" and {keys.Count - MostNamed} more (all with --json)" : "")}";

    private static async Task<int> ListAsync(ServiceProvider hub, Terminal terminal, CancellationToken cancellationToken)
    {
        var last = await hub.GetRequiredService<Backfills>().LastAsync(20, cancellationToken);
        terminal.Answer(last.Select(one => new { one.Backfill.BackfillNo, Sync = one.Backfill.Sync.ToString(), one.Backfill.Slice, one.Backfill.State, one.Running, one.Backfill.Expected, one.Counts, one.Backfill.NotFound, one.Backfill.AskedBy, one.Backfill.AskedAt }), () =>
            terminal.Table(["No", "Sync", "What", "State", "Done", "Of", "New", "Changed", "Parked", "Not found", "By", "Asked"], last.Select(one => (IReadOnlyList<string>)
                [$"{one.Backfill.BackfillNo}", one.Backfill.Sync.ToString(), one.Backfill.Slice.ToString(), one.Running ? "running" : one.Backfill.State, $"{one.Counts.Read}", $"{one.Backfill.Expected}",
                    $"{one.Counts.Created}", $"{one.Counts.Changed}", $"{one.Counts.Parked}", $"{one.Backfill.NotFound}", one.Backfill.AskedBy, $"{one.Backfill.AskedAt:u}"])));
        return ExitCode.Ok;
    }

    private static async Task<int> StopAsync(ServiceProvider hub, Terminal terminal, long number, CancellationToken cancellationToken)
    {
        var stopped = await hub.GetRequiredService<Backfills>().StopAsync(number, ReplayState.Paused, cancellationToken);
        if (!stopped)
            throw new UsageException($"No back-fill {number} is unfinished. See: hub backfill --list");
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "paused back-fill", $"{number}", detail: null, cancellationToken);
        terminal.Answer(new { BackfillNo = number, State = ReplayState.Paused }, () => terminal.Say($"Back-fill {number} stops before its next page. Go on with: hub backfill --resume {number}"));
        return ExitCode.Ok;
    }

    private static async Task<Backfill> UnfinishedAsync(ServiceProvider hub, long? number, CancellationToken cancellationToken)
    {
        var unfinished = await hub.GetRequiredService<Backfills>().UnfinishedAsync(sync: null, cancellationToken);
        return (number is null ? unfinished.LastOrDefault() : unfinished.FirstOrDefault(backfill => backfill.BackfillNo == number))
            ?? throw new UsageException(number is null ? "No back-fill is unfinished." : $"No back-fill {number} is unfinished. See: hub backfill --list");
    }

    private static string Words(SyncKey sync, Slice slice, BackfillEstimate estimate) =>
        $"{sync}, {slice}: " + (estimate.Records is null ? "nobody can say how many records" : $"{(estimate.RecordsBy == EstimateBasis.Guessed ? "at most about " : "")}{estimate.Records} records ({estimate.RecordsBy switch
        {
            EstimateBasis.Counted => "counted by the source",
            EstimateBasis.Listed => "as many as keys are named",
            _ => "a guess: as many as the hub holds of it",
        }}), about {estimate.Pages} pages, about {Duration(estimate.Time)} ({(estimate.TimeBy == EstimateBasis.Measured ? "by what earlier runs took" : "a guess by the first page")}; waits for live syncs come on top)")
        + $". The first page came: {estimate.FirstPage} records in {estimate.FirstPageTook.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.";

    private static string Duration(TimeSpan? time) => time switch
    {
        null => "?",
        { TotalSeconds: < 90 } => $"{Math.Max(1, Math.Ceiling(time.Value.TotalSeconds))} s",
        { TotalMinutes: < 90 } => $"{Math.Ceiling(time.Value.TotalMinutes)} min",
        _ => $"{time.Value.TotalHours.ToString("0.0", CultureInfo.InvariantCulture)} h",
    };

    private static Slice SliceOf(ParseResult parsed)
    {
        var slice = new Slice(parsed.GetValue(Keys) is { } keys ? ReplayVerb.KeysOf(keys) : null, DayOf(parsed.GetValue(From), "--from"), DayOf(parsed.GetValue(To), "--to"), parsed.GetValue(Company));
        return (slice.Kinds == SliceKinds.None) == parsed.GetValue(Everything) ? slice
            : throw new UsageException("Say which records: --keys, --from and --to, --company; or all of them: --all");
    }

    private static DateOnly? DayOf(string? text, string option) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"{option} '{text}' is no date; expected 2026-04-01.");
}
