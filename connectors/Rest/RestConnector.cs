using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>The connector for JSON over HTTP: a target described by settings alone.</summary>
public sealed class RestConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddTarget<RestOptions>("rest", (options, services) => new RestTarget(options, services));
}
