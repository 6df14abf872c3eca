using System.CommandLine;

namespace IntegrationHub.Host.CommandLine;

/// <summary>The command line <c>hub</c>.</summary>
internal static class HubCommandLine
{
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand($"IntegrationHub brings ERP records onto CRM customer records.\n\n{ExitCode.Help}") { Verb.Json };
        foreach (var verb in Verbs())
            root.Add(verb);

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"See: hub {string.Join(' ', Path(parsed.CommandResult).Append("--help"))}");
            return ExitCode.Settings;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
        });
    }

    private static IEnumerable<Command> Verbs() =>
    [
        RunVerb.Create(),
        CheckVerb.Create(),
        MigrateVerb.Create(),
        UserVerb.Create(),
    ];

    private static IEnumerable<string> Path(System.CommandLine.Parsing.SymbolResult? result) => result switch
    {
        System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command => Path(command.Parent).Append(command.Command.Name),
        _ => [],
    };
}
