using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Connectors;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Read attempt {Attempt} failed ({Reason}); trying again in {Milliseconds} ms.")]
    internal static partial void ReadRetried(ILogger log, int attempt, long milliseconds, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Connection}: too many requests found nobody there ({Reason}); nothing is sent for {Seconds} s.")]
    internal static partial void BreakerOpened(ILogger log, string connection, long seconds, string reason);
}
