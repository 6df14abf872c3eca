using System.CommandLine;
using System.Globalization;
using IntegrationHub.Freshness;

var calls = new Option<int>("--calls") { Description = "Changes that are pushed to the hub.", DefaultValueFactory = _ => 100 };
var polls = new Option<int>("--polls") { Description = "Changes that the hub finds by polling.", DefaultValueFactory = _ => 10 };
var every = new Option<int>("--every") { Description = "Seconds between two polls.", DefaultValueFactory = _ => 10 };
var seed = new Option<int>("--seed") { Description = "The waits between changes follow from it.", DefaultValueFactory = _ => 1 };

var root = new RootCommand("Measures how long after a change the CRM shows it: the real host as a process, a PostgreSQL of its own, the demo CRM. Exit code 1: a bar is missed.") { calls, polls, every, seed };
root.SetAction(async (parsed, cancellationToken) =>
{
    var interval = parsed.GetValue(every);
    await using var world = await FreshWorld.StartAsync(interval, cancellationToken);
    var random = new Random(parsed.GetValue(seed));
    (string Way, double Bar, IReadOnlyList<TimeSpan> Took)[] measured =
    [
        ("call (webhook)", 5, await world.MeasureAsync(parsed.GetValue(calls), world.PushAsync, "shop", () => TimeSpan.FromMilliseconds(random.Next(100, 700)), cancellationToken)),
        ($"polling every {interval} s", interval + 5, await world.MeasureAsync(parsed.GetValue(polls), world.WriteAsync, "erp", () => TimeSpan.FromMilliseconds(random.Next(1000 * interval)), cancellationToken)),
    ];
    Console.WriteLine("| ERP change to CRM visible | changes | p50 s | p95 s | max s | bar (p95) |");
    Console.WriteLine("|---|---|---|---|---|---|");
    foreach (var (way, bar, took) in measured.Where(one => one.Took.Count > 0))
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way} | {took.Count} | {At(took, 0.5):0.00} | {At(took, 0.95):0.00} | {took.Max().TotalSeconds:0.00} | {bar:0} s {(At(took, 0.95) <= bar ? "met" : "MISSED")} |"));
    return measured.Any(one => one.Took.Count > 0 && At(one.Took, 0.95) > one.Bar) ? 1 : 0;
});
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

static double At(IReadOnlyList<TimeSpan> took, double share) => took.Order().ElementAt(Math.Min(took.Count - 1, (int)Math.Ceiling(took.Count * share) - 1)).TotalSeconds;
