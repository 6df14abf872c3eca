using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hooks;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub hooks</c>: what can be called from outside, and what came.</summary>
internal static class HooksVerb
{
    private static readonly Argument<string?> Name = new("hook") { Description = "One hook (shop/Orders), with its last calls; left out: all of them, a line each.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Replay = new("--replay") { Description = "Run the syncs that a call to this hook starts, here and now: what was received and not yet read, or, for a trigger, what the sources have." };

    internal static Command Create() => Verb.Named("hooks",
        "Lists what can be called from outside: address, last call, what is received and not yet read, what was refused within a day. Exit code 1 when calls are refused for a wrong signature.",
        Name, Replay).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var rows = await new HookQueries(session.Database, new HookList(session.Catalog)).ListAsync(cancellationToken);
        var name = parsed.GetValue(Name);
        if (name is null && parsed.GetValue(Replay))
            throw new UsageException("Say which hook, as in: hub hooks shop/Orders --replay");
        if (name is not null)
            rows = [rows.FirstOrDefault(row => row.Hook.Key.ToString() == name) ?? throw new UsageException($"There is no hook '{name}'. The settings have {(rows.Count == 0 ? "none" : string.Join(", ", rows.Select(row => row.Hook.Key)))}.")];
        if (parsed.GetValue(Replay))
            return await ReplayAsync(hub, terminal, rows[0], cancellationToken);

        terminal.Answer(rows.Select(row => new { Hook = row.Hook.Key.ToString(), row.Hook.Path, Kind = KindOf(row), Starts = row.Hook.Starts, Last = row.Calls.FirstOrDefault(), row.Unread, row.Refusals, row.HasWrongSecret, Calls = name is null ? null : row.Calls }), () =>
        {
            if (rows.Count == 0)
                terminal.Say("No connection of the settings takes calls.");
            else
                terminal.Table(["Hook", "Address", "Kind", "Last call", "Outcome", "Not yet read", "Refused", "State"], rows.Select(row => (IReadOnlyList<string>)
                    [row.Hook.Key.ToString(), $"POST {row.Hook.Path}", KindOf(row), row.Calls is [var last, ..] ? $"{last.At:u}" : "never", row.Calls is [var call, ..] ? $"{call.Outcome}, {call.Records} records" : "", $"{row.Unread}",
                        string.Join(", ", row.Refusals.Select(refusal => $"{refusal.Reason} {refusal.Times}")), row.HasWrongSecret ? "WRONG SECRET: every call since the last good one is refused for its signature" : "ok"]));
            if (name is not null && rows[0].Calls.Count > 0)
                terminal.Table(["At", "Outcome", "Records", "Stale"], rows[0].Calls.Select(call => (IReadOnlyList<string>)[$"{call.At:u}", call.Outcome, $"{call.Records}", $"{call.Stale}"]));
        });
        return rows.Any(row => row.HasWrongSecret) ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static async Task<int> ReplayAsync(ServiceProvider hub, Terminal terminal, HookRow row, CancellationToken cancellationToken)
    {
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "replay hook", row.Hook.Key.ToString(), detail: null, cancellationToken);
        var work = hub.GetRequiredService<HubWork>();
        var outcomes = new List<Outcome>();
        foreach (var sync in row.Hook.Starts.Select(SyncKey.Parse))
            outcomes.Add(await Outcome.OfAsync(terminal, sync.ToString(), progress => work.SyncAsync(sync, progress, cancellationToken)));
        if (!terminal.Json && row.Hook.Plan.Pushes)
            terminal.Say($"What was stored before is kept and can be mapped again: hub replay {row.Hook.Key}");
        return Outcome.Tell(terminal, outcomes);
    }

    private static string KindOf(HookRow row) => row.Hook.Plan.Pushes ? "push" : $"trigger of {string.Join(", ", row.Hook.Plan.Triggers)}";
}
