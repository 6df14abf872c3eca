using System.CommandLine;

namespace IntegrationHub.Host.CommandLine;

/// <summary>What all verbs share: <c>--json</c>, and failures told as sentences with an exit code.</summary>
internal static class Verb
{
    internal static readonly Option<bool> Json = new("--json") { Description = "Answer with one JSON document.", Recursive = true };

    internal static Command Named(string name, string description, params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
            switch (symbol)
            {
                case Option option: command.Add(option); break;
                case Argument argument: command.Add(argument); break;
                case Command child: command.Add(child); break;
                default: throw new NotSupportedException($"{symbol.GetType().Name} is no part of a command.");
            }
        return command;
    }

    internal static Command Does(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = new Terminal(parsed.GetValue(Json));
            try
            {
                return await action(parsed, terminal, cancellationToken);
            }
            catch (Exception exception)
            {
                if (Failure.Of(exception) is { } failure)
                    return terminal.Fail(failure);
                await Console.Error.WriteLineAsync($"This is a fault in the hub; please report it with the lines below.{Environment.NewLine}{exception}");
                return ExitCode.Bug;
            }
        });
        return command;
    }
}
