using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Connectors;

/// <summary>One connection, ready to be opened.</summary>
internal sealed class Connection(ConnectionSettings settings, TokenCache tokens, QuotaAccount? quota, IReceived? received, TimeProvider time, ILogger log) : IDisposable
{
    private readonly Lazy<HttpClient> _http = new(() => ConnectionHttp.Create(
        settings.Name, settings.Settings.Http, new AllowedHosts([settings.SourceOptions, settings.TargetOptions], settings.Settings.Http.AllowedHosts),
        quota is null ? null : new QuotaHandler(quota, settings.Settings.Quota.Headers), time, log));

    internal ConnectionOptions Settings => settings.Settings;
    internal bool IsSource => settings.SourceOptions is not null;
    internal bool IsTarget => settings.TargetOptions is not null;

    internal ISource OpenSource() => settings is { SourceOptions: { } options, Connector.Source: { } source }
        ? source.Open(options, Services)
        : throw new SetupException($"The connection '{settings.Name}' is no source: {Why("source", settings.Connector.HasSource, "Syncs")}.");

    internal ITarget OpenTarget() => settings is { TargetOptions: { } options, Connector.Target: { } target }
        ? target.Open(options, Services)
        : throw new SetupException($"The connection '{settings.Name}' is no target: {Why("target", settings.Connector.HasTarget, "Deliver")}.");

    internal IHook? OpenHook() => settings is { HookOptions: { } options, Connector.Hook: { } hook } ? hook.Open(options, Services) : null;

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private ConnectorServices Services
    {
        get
        {
            var services = new ConnectorServices(_http.Value, time, log) { Tokens = tokens, MostAnswerBytes = settings.Settings.Http.MostMegabytes * 1024L * 1024L };
            return received is null ? services : services with { Received = received };
        }
    }

    private string Why(string side, bool has, string key) =>
        has ? $"add Connections:{settings.Name}:{key} to the settings" : $"its connector '{settings.Connector.Id}' has no {side}";
}
