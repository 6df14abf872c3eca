using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub replay</c>: the mapping in force, applied to the source records the hub keeps.</summary>
internal static class ReplayVerb
{
    private static readonly Argument<string?> Name = new("sync") { Description = "Whose records: northwind/Orders.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Keys = new("--keys") { Description = "Only these: a,b,c or @file with one key per line (@-: standard input)." };
    private static readonly Option<string?> Since = new("--since") { Description = "Only those changed at or after this (2026-04-01, 2026-04-01T09:00+09:00): by the source's clock where the mapping keeps sourceTime, else by when the hub wrote them." };
    private static readonly Option<string?> Until = new("--until") { Description = "Only those changed before this." };
    private static readonly Option<bool> Parked = new("--parked") { Description = "Only those that were set aside." };
    private static readonly Option<long?> Resume = new("--resume") { Description = "Go on with a replay that was stopped; without a number, with the last one.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> List = new("--list") { Description = "The last replays, and where each stands." };

    internal static Command Create() => Verb.Named("replay", "Applies the mapping in force to the source records the hub keeps, behind the live syncs. What does not change writes nothing. Ctrl-C stops it; it can be resumed.",
        Name, Keys, Since, Until, Parked, Resume, List).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (name, resumes) = (parsed.GetValue(Name), parsed.GetResult(Resume) is not null);
        if (new[] { name is not null, resumes, parsed.GetValue(List) }.Count(said => said) != 1)
            throw new UsageException("Say whose records, as in: hub replay northwind/Orders; or: hub replay --resume; or: hub replay --list");
        var selection = SelectionOf(parsed);
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        if (parsed.GetValue(List))
            return await ListAsync(hub, terminal, cancellationToken);
        var work = hub.GetRequiredService<ReplayWork>();
        var replay = resumes ? await UnfinishedAsync(hub, parsed.GetValue(Resume), cancellationToken) : await work.AskAsync(SyncVerb.Parse(name!), selection, Audit.Shell, cancellationToken);
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, resumes ? "resume replay" : "replay kept records", replay.Sync.ToString(), $"replay {replay.ReplayNo}, {replay.Expected} records", cancellationToken);
        var counts = await Progress.ShowAsync(terminal, $"replay {replay.ReplayNo} of {replay.Sync}, {replay.Expected} records", progress => work.RunAsync(replay.ReplayNo, progress, cancellationToken));
        terminal.Answer(new { replay.ReplayNo, Sync = replay.Sync.ToString(), replay.Expected, Counts = counts }, () => terminal.Say($"Replay {replay.ReplayNo} of {replay.Sync}: {Progress.Counted(counts)}"));
        return counts.Parked > 0 ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static async Task<int> ListAsync(ServiceProvider hub, Terminal terminal, CancellationToken cancellationToken)
    {
        var last = await hub.GetRequiredService<Replays>().LastAsync(20, cancellationToken);
        terminal.Answer(last.Select(one => new { one.Replay.ReplayNo, Sync = one.Replay.Sync.ToString(), one.Replay.State, one.Running, one.Replay.Expected, one.Counts, one.Replay.AskedBy, one.Replay.AskedAt }), () =>
            terminal.Table(["No", "Sync", "State", "Done", "Of", "Changed", "Parked", "By", "Asked"], last.Select(one => (IReadOnlyList<string>)
                [$"{one.Replay.ReplayNo}", one.Replay.Sync.ToString(), one.Running ? "running" : one.Replay.State, $"{one.Counts.Read}", $"{one.Replay.Expected}", $"{one.Counts.Changed}", $"{one.Counts.Parked}", one.Replay.AskedBy, $"{one.Replay.AskedAt:u}"])));
        return ExitCode.Ok;
    }

    private static async Task<Replay> UnfinishedAsync(ServiceProvider hub, long? number, CancellationToken cancellationToken)
    {
        var unfinished = await hub.GetRequiredService<Replays>().UnfinishedAsync(sync: null, cancellationToken);
        return (number is null ? unfinished.LastOrDefault() : unfinished.FirstOrDefault(replay => replay.ReplayNo == number))
            ?? throw new UsageException(number is null ? "No replay is unfinished." : $"No replay {number} is unfinished. See: hub replay --list");
    }

    private static ReplaySelection SelectionOf(ParseResult parsed) => new()
    {
        Keys = parsed.GetValue(Keys) is { } keys ? KeysOf(keys) : null,
        Since = TimeOf(parsed.GetValue(Since), "--since"),
        Until = TimeOf(parsed.GetValue(Until), "--until"),
        ParkedOnly = parsed.GetValue(Parked),
    };

    /// <summary>Keys as an option names them: a,b,c, or @file with one per line, or @- for standard input.</summary>
    internal static string[] KeysOf(string keys)
    {
        if (keys.StartsWith('@') && keys != "@-" && !File.Exists(keys[1..]))
            throw new UsageException($"There is no file {keys[1..]}.");
        IEnumerable<string> said = keys == "@-" ? Console.In.ReadToEnd().Split('\n') : keys.StartsWith('@') ? File.ReadLines(keys[1..]) : keys.Split(',');
        string[] found = [.. said.Select(key => key.Trim()).Where(key => key.Length > 0).Distinct()];
        return found.Length > 0 ? found : throw new UsageException("--keys names no key; say --keys a,b,c or --keys @file.");
    }

    private static DateTimeOffset? TimeOf(string? text, string option) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw new UsageException($"{option} '{text}' is no time; expected 2026-04-01 or 2026-04-01T09:00+09:00 (without an offset it is UTC).");
}
