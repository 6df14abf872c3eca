using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Zoho;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Module}: {Count} records were refused as a whole ({Code}); sending them in halves to find the one at fault")]
    public static partial void RefusedAsAWhole(this ILogger log, string module, int count, string code);
}
