namespace IntegrationHub.Host.Hooks;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Hook} was called: {Records} records kept, {Stale} older than what came before; a call that came before: {Duplicate}")]
    internal static partial void Received(ILogger log, string hook, int records, int stale, bool duplicate);

    [LoggerMessage(2, LogLevel.Warning, "{Hook}: {Times} calls were refused: {Reason}")]
    internal static partial void Refused(ILogger log, string hook, long times, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Hook}: a call could not be kept, and was told to come again: {Why}")]
    internal static partial void NotKept(ILogger log, string hook, string why);

    [LoggerMessage(4, LogLevel.Warning, "Refused calls could not be counted: {Why}")]
    internal static partial void NotCounted(ILogger log, string why);
}
