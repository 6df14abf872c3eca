using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Files;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Entity}: reading behind line {Line}; unchanged since it was read to its end: {Unchanged}")]
    public static partial void Starting(ILogger log, string entity, int line, bool unchanged);
}
