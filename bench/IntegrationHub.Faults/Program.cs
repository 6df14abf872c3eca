using System.CommandLine;
using IntegrationHub.Faults;

var faults = new Option<int>("--faults") { Description = "How many faults to inject.", DefaultValueFactory = _ => 100_000 };
var seed = new Option<int>("--seed") { Description = "All that happens follows from it.", DefaultValueFactory = _ => 1 };
var atOnce = new Option<int>("--at-once") { Description = "Worlds that live at the same time.", DefaultValueFactory = _ => 6 };
var perWorld = new Option<int>("--per-world") { Description = "Faults in a world before it is judged.", DefaultValueFactory = _ => 1_500 };
var only = new Option<string>("--only") { Description = "Only kinds of worlds whose name has this in it.", DefaultValueFactory = _ => "" };
var results = new Option<DirectoryInfo?>("--results") { Description = "Folder for the report faults-<date>.md; left out, it goes to standard output only." };

var root = new RootCommand("Reads ERPs that live and fail into a real hub, and holds the hub against the truth. Exit code 1: something was lost, doubled or invented.") { faults, seed, atOnce, perWorld, only, results };
root.SetAction(async (parsed, _) =>
{
    var chosen = parsed.GetValue(seed);
    var soak = await Soak.RunAsync(parsed.GetValue(faults), chosen, parsed.GetValue(atOnce), parsed.GetValue(perWorld), parsed.GetValue(only)!, world =>
    {
        if (world.Findings.Count > 0)
            Console.Error.Write(Report.OfFindings(world, chosen));
    });
    var report = Report.Of(soak, $"bench/faults.sh {string.Join(' ', args.TakeWhile(argument => argument != "--results"))}".TrimEnd());
    Console.Write(report);
    if (parsed.GetValue(results) is { } folder)
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"faults-{DateTime.UtcNow:yyyy-MM-dd}.md"), report);
    return soak.Findings.Any() ? 1 : 0;
});
return await root.Parse(args).InvokeAsync();
