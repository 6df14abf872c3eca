using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Host.CommandLine;

/// <summary>The command line <c>hub</c>.</summary>
internal static class HubCommandLine
{
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });   // @file is a list of keys
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExitCodes)
            return await RefuseAsync(parsed);
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
        });
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("IntegrationHub brings ERP records onto CRM customer records.")
        {
            Verb.Json,
            RunVerb.Create(),
            CheckVerb.Create(),
            DiscoverVerb.Create(),
            SchemaVerb.Create(),
            SyncVerb.Create(),
            DeletesVerb.Create(),
            ReleaseVerb.Create(),
            QuotaVerb.Create(),
            HooksVerb.Create(),
            PlanVerb.Create(),
            DeliverVerb.Create(),
            BindVerb.Create(),
            DriftVerb.Create(),
            TargetVerb.Create(),
            PreviewVerb.Create(),
            MappingVerb.Create(),
            ReplayVerb.Create(),
            BackfillVerb.Create(),
            ReconcileVerb.Create(),
            ParkedVerb.Create(),
            CustomerVerb.Create(),
            MigrateVerb.Create(),
            UserVerb.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((SynchronousCommandLineAction)help.Action!);
        return root;
    }

    private static async Task<int> RefuseAsync(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync(error.Message);
        if (parsed.UnmatchedTokens is [var unknown, ..] && NearestName.Of(unknown, Names(command.Command)) is { } nearest)
            await Console.Error.WriteLineAsync($"Did you mean '{nearest}'?");
        await Console.Error.WriteLineAsync($"See: hub {string.Join(' ', PathOf(command).Append("--help"))}");
        return ExitCode.Settings;
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(child => child.Name).Concat(command.Options.Select(option => option.Name));

    private static IEnumerable<string> PathOf(SymbolResult? result) =>
        result is CommandResult { Command: not RootCommand } command ? PathOf(command.Parent).Append(command.Command.Name) : [];
}
