using System.CommandLine;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Host.Hooks;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub check</c>: settings, mappings and their cases, then database and every connection.</summary>
internal static class CheckVerb
{
    private static readonly Argument<string?> Name = new("mapping or folder")
    {
        Description = "Only this mapping (northwind/Orders) or those of this folder (northwind), and nothing else.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<bool> Offline = new("--offline") { Description = "Open no connection and no database: for a build server." };
    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail on warnings, too: on what no case reaches, and on what is needless." };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "List what no case reaches." };

    internal static Command Create() => Verb.Named(
        "check", "Checks settings and mappings, runs the cases, then reaches the database and every connection. Exit code 1 when something fails.", Name, Offline, Strict, Verbose)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            var choice = parsed.GetValue(Name) is { } name ? new MappingChoice(name) : null;
            await using var session = HubSession.Read(quiet: true, choice);
            var report = new CheckReport(parsed.GetValue(Strict));
            report.Add("settings", problem: null);
            foreach (var file in choice?.In(session.Mappings) ?? session.Mappings.Files)
                report.Add(file.Name, MappingCases.Run(file));
            report.Add(session.Mappings.Warnings.Where(warning => choice?.Matches(warning.File) ?? true));
            if (choice is null && !parsed.GetValue(Offline))
                await ReachAsync(session, report, cancellationToken);
            foreach (var hook in choice is null ? new HookList(session.Catalog).All : [])
                report.Add($"hook POST {session.Settings.Web.Addresses[0]}{hook.Path} for {string.Join(", ", hook.Starts)}", problem: null);
            report.Tell(terminal, parsed.GetValue(Verbose));
            return report.Good ? ExitCode.Ok : ExitCode.Incomplete;
        });

    private static async Task ReachAsync(HubSession session, CheckReport report, CancellationToken cancellationToken)
    {
        report.Add("database", await ProblemOfAsync(() => session.OpenSharedAsync(cancellationToken)));
        foreach (var connection in session.Catalog.Connections.Keys.Order(StringComparer.Ordinal))
            report.Add($"connection {connection}", await ProblemOfAsync(() => session.Catalog.CheckAsync(connection, cancellationToken)));
    }

    private static async Task<string?> ProblemOfAsync(Func<Task> check)
    {
        try
        {
            await check();
            return null;
        }
        catch (Exception failed) when (failed is ConnectorException or Core.Store.StoreSetupException)
        {
            return failed.Message;
        }
    }
}
