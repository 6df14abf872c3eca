using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub release</c>: lets through what the brakes hold: deletes that a key pass found, and deliveries that are too many to leave unasked.</summary>
internal static class ReleaseVerb
{
    private static readonly Argument<string?> Name = new("sync or target") { Description = "Connection and entity (northwind/Orders), or a target (crm). Left out: shows what is held.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Deletes = new("--deletes") { Description = "Of a target: only the deletes." };
    private static readonly Option<long?> Seen = new("--seen") { Description = "Of a target: only what was held when the list showed this number." };

    internal static Command Create() => Verb.Named("release", "Deletes what a key pass found missing and the brake holds, or sends what is too much to leave unasked.", Name, Deletes, Seen).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        if (parsed.GetValue(Name) is not { } name)
            return await ListAsync(hub.GetRequiredService<HeldDeletes>(), hub.GetRequiredService<HeldDeliveries>(), terminal, cancellationToken);
        var work = hub.GetRequiredService<HubWork>();
        if (work.Targets.Contains(name))
            return await ReleaseAsync(hub.GetRequiredService<HeldDeliveries>(), name, parsed.GetValue(Deletes), parsed.GetValue(Seen), terminal, cancellationToken);
        var sync = SyncVerb.Parse(name);
        return Outcome.Tell(terminal, [await Outcome.OfAsync(terminal, name, progress => work.ReleaseDeletesAsync(sync, seenAt: null, Audit.Shell, progress, cancellationToken))]);
    });

    private static async Task<int> ReleaseAsync(HeldDeliveries held, string target, bool onlyDeletes, long? seen, Terminal terminal, CancellationToken cancellationToken)
    {
        var chosen = (await held.ListAsync(cancellationToken)).Where(one => one.Target == target && (!onlyDeletes || one.Kind == HeldDeliveries.Deletes)).ToList();
        if (chosen.Count == 0)
            throw new UsageException($"Nothing is held for {target}{(onlyDeletes ? " among its deletes" : "")}.");
        var released = 0;
        foreach (var one in chosen)
            released += await held.ReleaseAsync(target, one.Kind, seen ?? one.UpTo, Audit.Shell, cancellationToken);
        terminal.Answer(new { target, released }, () => terminal.Say($"{released} may leave within 24 hours: by the worker, or with: hub deliver {target}"));
        return ExitCode.Ok;
    }

    private static async Task<int> ListAsync(HeldDeletes deletes, HeldDeliveries deliveries, Terminal terminal, CancellationToken cancellationToken)
    {
        var held = await deletes.ListAsync(cancellationToken);
        var waiting = await deliveries.ListAsync(cancellationToken);
        terminal.Answer(new { Syncs = held.Select(one => new { Sync = one.Sync.ToString(), one.Missing, one.Living, one.SeenAt, one.HeldAt }), Targets = waiting }, () =>
        {
            terminal.Table(["Sync", "Gone", "Of", "Since"],
                held.Select(one => (IReadOnlyList<string>)[one.Sync.ToString(), $"{one.Missing}", $"{one.Living}", $"{one.HeldAt:u}"]));
            if (waiting.Count > 0)
                terminal.Table(["Target", "Held", "Records", "May leave unasked", "Since", "Number"],
                    waiting.Select(one => (IReadOnlyList<string>)[one.Target, one.Kind, $"{one.Records}", $"{one.Most}", $"{one.HeldAt:u}", $"{one.UpTo}"]));
        });
        return ExitCode.Ok;
    }
}
