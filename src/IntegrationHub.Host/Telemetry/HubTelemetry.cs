using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Settings;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IntegrationHub.Host.Telemetry;

/// <summary>Sends metrics and traces of the hub, its web server, its HTTP clients, the database driver and the job engine by OTLP. Disposal sends the rest.</summary>
internal sealed class HubTelemetry : IDisposable
{
    private static readonly string[] Sources = [Core.Telemetry.Name, "Npgsql", "Quartz", "Microsoft.AspNetCore", "System.Net.Http"];
    private static readonly string[] Meters = [Core.Telemetry.Name, "Npgsql", "Quartz", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private HubTelemetry(TracerProvider traces, MeterProvider metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Null when no endpoint is set.</summary>
    internal static HubTelemetry? Start(OpenTelemetryOptions options)
    {
        if (options.Endpoint is not { } endpoint)
            return null;
        var resource = ResourceBuilder.CreateDefault().AddService(options.ServiceName, serviceVersion: HubVersion.Text);
        return new HubTelemetry(
            OpenTelemetry.Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(To).Build(),
            OpenTelemetry.Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(To).Build());

        void To(OtlpExporterOptions exporter)
        {
            exporter.Endpoint = endpoint;
            exporter.Protocol = OtlpExportProtocol.Grpc;
        }
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
