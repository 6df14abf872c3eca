using IntegrationHub.Core.Settings;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace IntegrationHub.Host.Hosting;

/// <summary>The log, by the section <c>Serilog</c>; for verbs that answer something only warnings, on standard error.</summary>
internal static class HubLogging
{
    internal static ILoggerFactory Create(IConfiguration configuration, bool quiet, SettingsBinder binder)
    {
        var logger = quiet ? Quiet() : Configured(configuration, binder);
        return new SerilogLoggerFactory(logger, dispose: true);
    }

    private static Serilog.Core.Logger Quiet() =>
        new LoggerConfiguration().MinimumLevel.Warning().WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger();

    private static Serilog.Core.Logger Configured(IConfiguration configuration, SettingsBinder binder)
    {
        try
        {
            return new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();
        }
        // Serilog's reader throws different things for different mistakes, also wrapped from the sinks' constructors
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or FileNotFoundException or System.Reflection.TargetInvocationException)
        {
            binder.Refuse("Serilog", $"cannot be used: {broken.GetBaseException().Message}");
            return Quiet();
        }
    }
}
