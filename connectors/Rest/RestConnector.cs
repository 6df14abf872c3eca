using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>The connector for JSON over HTTP: a source and a target described by settings alone.</summary>
public sealed class RestConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry)
    {
        registry.AddSource<RestSourceOptions>("rest", (options, services) => new RestSource(options, services));
        registry.AddTarget<RestOptions>("rest", (options, services) => new RestTarget(options, services));
    }
}
