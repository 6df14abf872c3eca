using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub reconcile</c>: what the sources and the targets have, held against what the hub has.</summary>
internal static class ReconcileVerb
{
    private const int MostNamed = 20;

    private static readonly Argument<string?> Name = new("name") { Description = "One sync (northwind/Orders) or one connection (northwind); left out: all syncs.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> By = new("--by") { Description = "Count by day, company or entity; left out: the finest the source can." };
    private static readonly Option<bool> Repair = new("--repair") { Description = "Read the keys that are missing or differ again, and mark again for a target what it has lost." };

    private static readonly Option<bool> NoTargets = new("--no-targets") { Description = "Do not ask the targets to list what they have; what they acknowledged counts." };
    private static readonly Option<bool> Later = new("--later") { Description = "Leave it to the worker (hub run)." };

    internal static Command Create() => Verb.Named("reconcile",
        "Compares counts, sums and keys of sources with what the hub holds, and what the hub has delivered with what targets list, and names the keys that differ. Where counts differ the sync runs once before they count as different. Exit code 1 when something differs or could not be compared.",
        Name, By, Repair, NoTargets, Later).Does(async (parsed, terminal, cancellationToken) =>
    {
        var wish = new ReconcileWish(ByOf(parsed.GetValue(By)), parsed.GetValue(Repair), !parsed.GetValue(NoTargets));
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var work = hub.GetRequiredService<ReconcileWork>();
        var chosen = Chosen(hub.GetRequiredService<HubWork>().Syncs, parsed.GetValue(Name));
        if (wish.Repair || parsed.GetValue(Later))
            foreach (var sync in chosen)
                await hub.GetRequiredService<Audit>().WriteAsync(Audit.Shell, wish.Repair ? "reconcile and repair" : "reconcile", sync.ToString(), parsed.GetValue(Later) ? "by the worker" : null, cancellationToken);
        if (parsed.GetValue(Later))
            return await LeaveAsync(work, terminal, chosen, wish, cancellationToken);

        var found = await work.RunAsync(chosen, wish, Audit.Shell, terminal.Json ? null : new Told(one => Tell(terminal, one, wish.Repair)), cancellationToken);
        terminal.Answer(found.Select(one => new { Sync = one.Sync.ToString(), Agrees = one.Compared?.AllAgree, one.Compared, one.Repaired, one.Failed }), () => { });
        return found.Any(one => one.Failed is not null || one.Compared!.AllAgree == false) ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static async Task<int> LeaveAsync(ReconcileWork work, Terminal terminal, IReadOnlyList<SyncKey> chosen, ReconcileWish wish, CancellationToken cancellationToken)
    {
        if (wish.By is not null)
            throw new UsageException("--by and --later do not go together: the worker counts by the finest the source can.");
        foreach (var sync in chosen)
            await work.AskAsync(sync, wish.Repair, wish.AskTargets, Audit.Shell, cancellationToken);
        terminal.Answer(chosen.Select(sync => new { Sync = sync.ToString(), State = ReconcileState.Asked }),
            () => terminal.Say($"{string.Join(", ", chosen)}: left to the worker; it begins when it starts next, or when somebody runs the job '{HubJobHandler.AskedReconcileKind}:{chosen[0].Connection}'. What came of it: the page /reconcile."));
        return ExitCode.Ok;
    }

    private sealed class Told(Action<Reconciled> tell) : IProgress<Reconciled>
    {
        public void Report(Reconciled value) => tell(value);
    }

    private static void Tell(Terminal terminal, Reconciled one, bool isRepair)
    {
        if (one.Compared is { } compared)
            Tell(terminal, compared, one.Repaired, isRepair);
        if (one.Failed is not null)
            terminal.Say($"{one.Sync}: {(one.Compared is null ? "NOT COMPARED" : "NOT REPAIRED")}. {one.Failed}");
    }

    private static void Tell(Terminal terminal, Reconciliation found, BackfillResult? repaired, bool isRepair)
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
        if (found.Agrees == false && !found.KeysAreKnown && found.CatchUpFailed is null)
            terminal.Say("  Which keys differ is not known: the source cannot read these parts alone. Sync it as a whole.");
        if (found.NotGiven > 0)
            terminal.Say($"  The source counts {found.NotGiven} records more than it gives when read: look at its rights and filters.");
        if (repaired is not null)
            terminal.Say($"  Read again: {Progress.Counted(repaired.Counts)}. Compare once more to see that it agrees now.");
        if (found.CatchUpFailed is { } behind)
            terminal.Say($"  The source could not be read: {behind} What has not come yet may be among the differences, and which keys differ may not be known.");
        foreach (var target in found.Targets)
            Target(terminal, found.Sync, target, isRepair);
    }

    private static void Target(Terminal terminal, SyncKey sync, TargetStand target, bool isRepair)
    {
        var waiting = (target.Marked > 0 ? $", {target.Marked} on their way" : "") + (target.Refused > 0 ? $", {target.Refused} refused (hub parked {target.Target})" : "");
        terminal.Say(target switch
        {
            { Listed: { } listed } => $"  {target.Target}: {(target.Agrees == true ? "agrees" : "DIFFERS")}, {listed.There} there by its own list, {target.Delivered} of {target.Records} acknowledged as they are now{waiting}.",
            { NotListed: NotListed.Failed } => $"  {target.Target}: NOT ASKED, {target.Problem} By what it acknowledged: {target.Delivered} of {target.Records}{waiting}.",
            { NotListed: NotListed.CannotList } => $"  {target.Target}: {target.Delivered} of {target.Records} acknowledged as they are now{waiting} (its connector cannot list what is there).",
            _ => $"  {target.Target}: {target.Delivered} of {target.Records} acknowledged as they are now{waiting} (not asked).",
        });
        if (target.Listed is not { } found)
            return;
        Keys(terminal, $"acknowledged by {target.Target} and no longer there", found.Missing, isRepair ? null : $"send them again: hub reconcile {sync} --repair");
        Keys(terminal, $"in {target.Target}, and not known to the hub as delivered (it deletes nothing it does not know)", found.Extra, null);
        if (target.MarkedAgain > 0)
            terminal.Say($"  {target.MarkedAgain} marked again for {target.Target}. To send them now: hub deliver {target.Target}");
    }

    private static void Keys(Terminal terminal, string what, KeyList keys, string? todo)
    {
        if (keys.Count > 0)
            terminal.Say($"  {keys.Count} {what}: {string.Join(", ", keys.First.Take(MostNamed))}{(keys.Count > MostNamed ? $" and {keys.Count - MostNamed} more (with --json)" : "")}.{(todo is null ? "" : $" To {todo}")}");
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
