using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Bench;
using IntegrationHub.Bench.Hub;
using IntegrationHub.Bench.Pages;
using IntegrationHub.Bench.Readers;

var orders = new Option<int>("--orders") { Description = "How many orders, three lines each.", DefaultValueFactory = _ => 200_000 };
var customers = new Option<int>("--customers") { Description = "How many customers they belong to.", DefaultValueFactory = _ => 20_000 };
var runs = new Option<int>("--runs") { Description = "Runs of everything; the report gives medians.", DefaultValueFactory = _ => 3 };
var warmUp = new Option<int>("--warm-up") { Description = "Pages each process works off in a scratch database before it is measured; 0 measures cold processes.", DefaultValueFactory = _ => 10 };
var only = new Option<string[]>("--only") { Description = "Only these scenarios (and what they stand on).", AllowMultipleArgumentsPerToken = true };
var results = new Option<DirectoryInfo?>("--results") { Description = "Folder for the report <date>.md; left out, it goes to standard output only." };
var server = new Option<string?>("--postgres") { Description = "A PostgreSQL on this machine to use, as superuser, instead of a private one." };

var root = new RootCommand("Measures the hub against its bars and beside hand-written baselines.") { orders, customers, runs, warmUp, only, results, server };
root.SetAction((parsed, cancellationToken) => Session.RunAsync(
    new SessionOptions(parsed.GetValue(orders), parsed.GetValue(customers), parsed.GetValue(runs), parsed.GetValue(warmUp), parsed.GetValue(only) ?? [], parsed.GetValue(results), parsed.GetValue(server)),
    cancellationToken));

// what the bench starts itself as, each in a process of its own
var pages = new Command("pages", "The page server.") { orders, customers };
pages.Hidden = true;
pages.SetAction((parsed, cancellationToken) => PageServer.RunAsync(parsed.GetValue(orders), parsed.GetValue(customers), cancellationToken));

var order = new Option<string>("--order") { Required = true };
var measure = new Command("measure", "One scenario; its figures go to standard output.") { order };
measure.Hidden = true;
measure.SetAction(async (parsed, cancellationToken) =>
{
    var measured = await MeasureOrder.Parse(parsed.GetRequiredValue(order)).RunAsync(cancellationToken);
    Console.WriteLine(JsonSerializer.Serialize(measured));
});

var target = new Command("target", "The server that takes deliveries.") { Hidden = true };
target.SetAction((_, cancellationToken) => TargetServer.RunAsync(cancellationToken));

var readers = new Command("readers", "Readers of customer pages.") { order };
readers.Hidden = true;
readers.SetAction((parsed, cancellationToken) => ReaderLoad.Parse(parsed.GetRequiredValue(order)).RunAsync(cancellationToken));

root.Add(pages);
root.Add(readers);
root.Add(target);
root.Add(measure);

// Ctrl-C: servers and PostgreSQL are stopped, not left behind
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
