using System.CommandLine;
using IntegrationHub.Core.Jobs;
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
        foreach (var (connection, settings) in session.Catalog.Connections.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var problem = await ProblemOfAsync(() => session.Catalog.CheckAsync(connection, cancellationToken));
            report.Add($"connection {connection}", problem);
            if (problem is null && settings.Deliver is not null)
                await CompareAsync(session, connection, report, cancellationToken);
        }
    }

    /// <summary>What a target lacks is a warning: the rest is delivered all the same.</summary>
    private static async Task CompareAsync(HubSession session, string target, CheckReport report, CancellationToken cancellationToken)
    {
        try
        {
            var standing = await new TargetSetup(session.Catalog, session.Mappings).CompareAsync(target, cancellationToken);
            report.Add(standing.Gaps.Select(gap => new Lint($"{target}{(gap.Rule is null ? "" : $", {gap.Rule}")}", 0, 0, $"{gap.Problem} See: hub target setup {target}")));
        }
        catch (ConnectorException failed)
        {
            report.Add([new Lint(target, 0, 0, $"it did not tell what objects and fields it has: {failed.Message}")]);
        }
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
