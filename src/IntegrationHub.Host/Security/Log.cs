namespace IntegrationHub.Host.Security;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A sign-in from {Address} failed.")]
    internal static partial void SignInFailed(ILogger log, string address);

    [LoggerMessage(2, LogLevel.Warning, "A sign-in from {Address} was not looked at: too many failures, {Seconds} s to wait.")]
    internal static partial void SignInBraked(ILogger log, string address, int seconds);
}
