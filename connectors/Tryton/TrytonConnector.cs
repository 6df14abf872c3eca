using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>The connector for Tryton, by the JSON-RPC its own clients speak: a source.</summary>
public sealed class TrytonConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddSource<TrytonOptions>("tryton", (options, services) => new TrytonSource(options, services));
}
