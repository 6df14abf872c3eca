using System.CommandLine;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using Spectre.Console;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub mapping</c>: changing a mapping with confidence.</summary>
internal static class MappingVerb
{
    private static readonly Argument<string> Name = new("mapping") { Description = "By connection and entity: northwind/Orders, demo-crm/order." };
    private static readonly Option<string?> Against = new("--against") { Description = "A changed file, wherever it is; left out: the file in force, as it is on disk now." };
    private static readonly Option<bool> Mask = new("--mask") { Description = "Mask the texts in examples." };
    private static readonly Option<string?> Out = new("--out") { Description = "Write to this new file instead of appending to the mapping's cases." };

    internal static Command Create() => Verb.Named("mapping", "Compares a changed mapping with what the hub holds, and makes cases of kept records.", Diff(), Record());

    private static Command Diff() => Verb.Named("diff", "Runs a mapping over the records the hub keeps and compares with what it holds. Changes nothing. Exit code 1 when something differs.", Name, Against, Mask)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            await using var hub = HubServices.ForVerb(session);
            var chosen = ChosenMapping.Find(session, parsed.GetRequiredValue(Name));
            var now = parsed.GetValue(Against) is { } path ? ChosenMapping.Of(session, path, chosen.Connection) : chosen;
            if (now.Inward is null != chosen.Inward is null || now.Entity != chosen.Entity)
                throw new UsageException($"{now.File.Name} and {chosen.File.Name} do not map the same records the same way; nothing can be compared.");
            var mask = parsed.GetValue(Mask) ? new Masking(await hub.GetRequiredService<KeptRecords>().MaskSaltAsync(cancellationToken)) : null;
            var difference = await ShowAsync(terminal, now.File.Name, progress => CompareAsync(hub, chosen, now, mask is null ? null : mask.Example, progress, cancellationToken));

            terminal.Answer(new { Mapping = now.File.Name, difference.IsSame, Difference = difference }, () => Tell(terminal, now.File.Name, difference));
            return difference.IsSame ? ExitCode.Ok : ExitCode.Incomplete;
        });

    private static async Task<MappingDifference> CompareAsync(
        ServiceProvider hub, ChosenMapping chosen, ChosenMapping now, Func<string, string, string>? mask, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        var comparison = hub.GetRequiredService<MappingComparison>();
        if (now.Inward is { } inward)
            return await comparison.InwardAsync(inward, chosen.Sync, mask, progress, cancellationToken);
        var old = await hub.GetRequiredService<PastMappings>().OutwardAsync(chosen.File.Name, cancellationToken)
            ?? throw new UsageException($"Nothing has been delivered by any version of {chosen.File.Name} yet, so there is nothing to compare with.");
        return await comparison.OutwardAsync(old, now.Outward!, mask, progress, cancellationToken);
    }

    private static Task<MappingDifference> ShowAsync(Terminal terminal, string what, Func<IProgress<(long Done, long All)>?, Task<MappingDifference>> work) => !terminal.IsLive
        ? work(null)
        : AnsiConsole.Progress().AutoClear(true).StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(what));
            return await work(new Straight<(long Done, long All)>(at => (bar.MaxValue, bar.Value) = (at.All, at.Done)));
        });

    private static void Tell(Terminal terminal, string mapping, MappingDifference difference)
    {
        var counts = new (long Count, string Words)[]
        {
            (difference.Same, "the same"), (difference.Changed, "changed"), (difference.NewlyRefused, "newly refused"), (difference.NoLongerRefused, "no longer refused"),
            (difference.RefusedOtherwise, "refused for another cause"), (difference.NewlyLeftOut, "newly left out"), (difference.NewlyTaken, "newly taken"),
        };
        terminal.Say($"{mapping}: {difference.Records} records: {string.Join(", ", counts.Where(count => count.Count > 0).Select(count => $"{count.Count} {count.Words}").DefaultIfEmpty("nothing to compare"))}");
        foreach (var field in difference.Fields)
        {
            terminal.Say($"  {field.Field}: {field.Records} records");
            foreach (var example in field.Examples)
                terminal.Say($"    {example.Key}: {example.Old ?? "(nothing)"} -> {example.New ?? "(nothing)"}");
        }

        foreach (var cause in difference.Causes)
            terminal.Say($"  refused: {cause.Cause}: {string.Join(", ", new[] { (cause.Gained, "more"), (cause.Lost, "fewer") }.Where(count => count.Item1 > 0).Select(count => $"{count.Item1} {count.Item2}"))}");
    }

    private static Command Record() => Verb.Named("record", "Makes cases of kept records, with personal data masked, and appends them to the mapping's cases. Never overwrites one.", Name, MappedRecords.Keys, MappedRecords.Last, Out)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            var (keys, last) = (parsed.GetValue(MappedRecords.Keys) ?? [], parsed.GetValue(MappedRecords.Last));
            if (keys.Length == 0 && last is null)
                throw new UsageException("Say which records, as in: hub mapping record northwind/Orders --key 10248; or --last 3");
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            var mapping = ChosenMapping.Find(session, parsed.GetRequiredValue(Name));
            var salt = await new KeptRecords(session.Database, new HubStore(session.Database)).MaskSaltAsync(cancellationToken);
            var recorder = new CaseRecorder(new Masking(salt));
            var records = await MappedRecords.FindAsync(session, mapping, keys, last, cancellationToken);
            RecordedCase[] cases = [.. records.Select(record => mapping.Inward is { } inward ? recorder.Record(inward, record.Key.Id, record.Raw) : recorder.Record(mapping.Outward!, record.Key.Id, record.Document))];
            if (cases.Length == 0)
                throw new UsageException("The hub keeps no record of this yet.");

            var path = parsed.GetValue(Out) ?? mapping.File.CasesPath;
            if (parsed.GetValue(Out) is not null && File.Exists(path))
                throw new UsageException($"{path} is there already, and nothing is overwritten. Name a new file.");
            var added = CasesFile.Append(mapping.File, path, cases);
            terminal.Answer(new { File = path, Added = added.Select(one => one.Name) }, () =>
            {
                foreach (var one in added)
                    terminal.Say($"{path}: {one.Name}");
                terminal.Say($"Cases added: {added.Count}, all pass.{(added.Count == cases.Length ? "" : $" There already: {cases.Length - added.Count}.")}");
            });
            return ExitCode.Ok;
        });
}
