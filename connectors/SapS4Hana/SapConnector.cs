using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Reads SAP S/4HANA by its released OData services. It writes nothing.</summary>
public sealed class SapConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddSource<SapOptions>("sap-s4", (options, services) => new SapSource(options, services));
}
