using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Rest;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning,
        Message = "{Entity}: the batch endpoint refused a request of {Count} records as a whole ({Status}); sending them one by one to find the record at fault")]
    public static partial void BatchRefused(this ILogger log, string entity, int status, int count);
}
