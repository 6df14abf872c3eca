using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Connectors;

/// <summary>One connection, ready to be opened.</summary>
internal sealed class Connection(ConnectionSettings settings, TimeProvider time, ILogger log) : IDisposable
{
    private readonly HttpClient _http = ConnectionHttp.Create(time, log);

    internal ConnectionOptions Settings => settings.Settings;
    internal bool IsSource => settings.SourceOptions is not null;
    internal bool IsTarget => settings.TargetOptions is not null;

    internal ISource OpenSource() => settings is { SourceOptions: { } options, Connector.Source: { } source }
        ? source.Open(options, Services)
        : throw new SetupException($"The connection '{settings.Name}' is no source: {Why("source", settings.Connector.HasSource, "Syncs")}.");

    internal ITarget OpenTarget() => settings is { TargetOptions: { } options, Connector.Target: { } target }
        ? target.Open(options, Services)
        : throw new SetupException($"The connection '{settings.Name}' is no target: {Why("target", settings.Connector.HasTarget, "Deliver")}.");

    public void Dispose() => _http.Dispose();

    private ConnectorServices Services => new(_http, time, log);

    private string Why(string side, bool has, string key) =>
        has ? $"add Connections:{settings.Name}:{key} to the settings" : $"its connector '{settings.Connector.Id}' has no {side}";
}
