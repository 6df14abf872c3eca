using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.HubSpot;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Entity}: {Count} records were refused as a whole ({Category}); sending them in halves to find the one at fault")]
    public static partial void RefusedAsAWhole(this ILogger log, string entity, int count, string category);
}
