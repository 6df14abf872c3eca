using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Files;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Entity}: reading behind line {Line}; unchanged since it was read to its end: {Unchanged}")]
    public static partial void Starting(ILogger log, string entity, int line, bool unchanged);

    [LoggerMessage(2, LogLevel.Debug, "{Entity}: reading {File} behind line {Line}")]
    public static partial void StartingFile(ILogger log, string entity, string file, int line);

    [LoggerMessage(3, LogLevel.Information, "{File} is stored and archived")]
    public static partial void Archived(ILogger log, string file);
}
