using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub reconcile</c>: what the sources have, held against what the hub has.</summary>
internal static class ReconcileVerb
{
    private const int MostNamed = 20;

    private static readonly Argument<string?> Name = new("name") { Description = "One sync (northwind/Orders) or one connection (northwind); left out: all syncs.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> By = new("--by") { Description = "Count by day, company or entity; left out: the finest the source can." };
    private static readonly Option<bool> Repair = new("--repair") { Description = "Read the keys that are missing or differ again." };

    internal static Command Create() => Verb.Named("reconcile",
        "Compares counts, sums and keys of sources with what the hub holds, and names the keys that differ. Where counts differ the sync runs once before they count as different. Exit code 1 when something differs.",
        Name, By, Repair).Does(async (parsed, terminal, cancellationToken) =>
    {
        var by = ByOf(parsed.GetValue(By));
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var work = hub.GetRequiredService<ReconcileWork>();
        var found = new List<(Reconciliation Compared, BackfillResult? Repaired)>();
        foreach (var sync in Chosen(hub.GetRequiredService<HubWork>().Syncs, parsed.GetValue(Name)))
        {
            var compared = await work.CompareAsync(sync, by, cancellationToken);
            var repaired = compared.Agrees == false && parsed.GetValue(Repair) ? await RepairAsync(hub, work, compared, cancellationToken) : null;
            found.Add((compared, repaired));
            if (!terminal.Json)
                Tell(terminal, compared, repaired);
        }

        terminal.Answer(found.Select(one => new { Sync = one.Compared.Sync.ToString(), one.Compared.Agrees, Compared = one.Compared, one.Repaired }), () => { });
        return found.Exists(one => one.Compared.Agrees == false) ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static async Task<BackfillResult?> RepairAsync(ServiceProvider hub, ReconcileWork work, Reconciliation compared, CancellationToken cancellationToken)
    {
        await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, "reconcile: repair", compared.Sync.ToString(), $"{compared.Missing.Count} missing, {compared.Differing.Count} differing", cancellationToken);
        return await work.RepairAsync(compared, Audit.Shell, progress: null, cancellationToken);
    }

    private static void Tell(Terminal terminal, Reconciliation found, BackfillResult? repaired)
    {
        terminal.Say(found.Agrees switch
        {
            null => $"{found.Sync}: not compared; its source can neither count nor list keys.",
            true => $"{found.Sync}: agrees, {found.Source} at the source{(found.How == ReconciledHow.Keys ? " (by keys)" : "")}{Aside(found)}.",
            false => $"{found.Sync}: DIFFERS, {found.Source} at the source, {found.Hub} in the hub{Aside(found)}.",
        });
        if (found.Agrees == false && found.Parts.Count > 0)
            terminal.Table([Head(found.By), "Source", "Hub", "Parked", "Difference", "Sums"], found.Parts.Select(part => (IReadOnlyList<string>)
                [part.Part ?? (found.By == CountBy.Entity ? "all" : "(none)"), $"{part.Source.Records}", $"{part.Hub.Records - part.Parked}", $"{part.Parked}", $"{part.Source.Records - part.Hub.Records}", Sums(part)]));
        Keys(terminal, "missing in the hub", found.Missing, repaired is null ? $"read them again: hub reconcile {found.Sync} --repair" : null);
        Keys(terminal, "other than at the source", found.Differing, repaired is null ? $"read them again: hub reconcile {found.Sync} --repair" : null);
        Keys(terminal, "gone at the source", found.Extra, $"delete them, as far as the brake lets it: hub deletes {found.Sync}");
        if (found.Agrees == false && !found.KeysAreKnown)
            terminal.Say("  Which keys differ is not known: the source cannot read these parts alone. Sync it as a whole.");
        if (found.NotGiven > 0)
            terminal.Say($"  The source counts {found.NotGiven} records more than it gives when read: look at its rights and filters.");
        if (repaired is not null)
            terminal.Say($"  Read again: {Progress.Counted(repaired.Counts)}. Compare once more to see that it agrees now.");
        foreach (var target in found.Targets)
            terminal.Say($"  {target.Target}: {target.Delivered} of {target.Records} acknowledged as they are now.");
    }

    private static void Keys(Terminal terminal, string what, IReadOnlyList<string> keys, string? todo)
    {
        if (keys.Count > 0)
            terminal.Say($"  {keys.Count} {what}: {string.Join(", ", keys.Take(MostNamed))}{(keys.Count > MostNamed ? $" and {keys.Count - MostNamed} more (all with --json)" : "")}.{(todo is null ? "" : $" To {todo}")}");
    }

    private static string Aside(Reconciliation found) =>
        (found.Parked > 0 ? $", {found.Parked} set aside" : "") + (found.LeftOut > 0 ? $", {found.LeftOut} left out by the mapping" : "");

    private static string Sums(PartDifference part) => string.Join(", ", part.Source.Sums.Keys.Union(part.Hub.Sums.Keys)
        .Select(name => (name, theirs: part.Source.Sums.GetValueOrDefault(name), ours: part.Hub.Sums.GetValueOrDefault(name))).Where(sum => sum.theirs != sum.ours)
        .Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.name} {sum.theirs} / {sum.ours}")));

    private static string Head(CountBy by) => by switch { CountBy.Day => "Day", CountBy.Company => "Company", _ => "Entity" };

    private static CountBy? ByOf(string? text) => text switch
    {
        null => null,
        "day" => CountBy.Day,
        "company" => CountBy.Company,
        "entity" => CountBy.Entity,
        _ => throw new UsageException($"--by '{text}': expected day, company or entity."),
    };

    private static List<SyncKey> Chosen(IReadOnlyList<SyncKey> all, string? name)
    {
        List<SyncKey> chosen = [.. all.Where(sync => name is null || sync.Connection == name || sync.ToString() == name)];
        return chosen.Count > 0 || name is null ? chosen : throw new UsageException($"There is no sync and no connection with syncs '{name}'. The settings have {string.Join(", ", all)}.");
    }
}
