using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Store.Embedded;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Embedded PostgreSQL {Version} runs in {Folder}, started in {Milliseconds} ms")]
    public static partial void Started(ILogger log, Version version, string folder, long milliseconds);

    [LoggerMessage(2002, LogLevel.Information, "Joined the embedded PostgreSQL that runs in {Folder} already")]
    public static partial void Joined(ILogger log, string folder);

    [LoggerMessage(2003, LogLevel.Information, "Stopped the embedded PostgreSQL in {Folder}")]
    public static partial void Stopped(ILogger log, string folder);
}
