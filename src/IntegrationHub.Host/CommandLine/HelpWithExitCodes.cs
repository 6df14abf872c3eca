using System.CommandLine;
using System.CommandLine.Invocation;

namespace IntegrationHub.Host.CommandLine;

/// <summary>The library's help, followed by the exit codes.</summary>
internal sealed class HelpWithExitCodes(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(ExitCode.Help);
        return result;
    }
}
