using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Salesforce;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Entity}: {Count} records were refused as a whole ({Code}); sending them in halves to find the one at fault")]
    public static partial void RefusedAsAWhole(this ILogger log, string entity, int count, string code);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "{Entity}: bulk job {Job} with {Count} records is {State}")]
    public static partial void BulkJobIs(this ILogger log, string entity, string job, int count, string state);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Entity}: bulk job {Job} was left unfinished by an earlier delivery; it is aborted, so that it does not write old states later")]
    public static partial void LeftUnfinished(this ILogger log, string entity, string job);
}
