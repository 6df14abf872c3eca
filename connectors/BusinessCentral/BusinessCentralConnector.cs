using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.BusinessCentral;

/// <summary>Reads Microsoft Dynamics 365 Business Central by its API v2.0.</summary>
public sealed class BusinessCentralConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddSource<BusinessCentralOptions>("business-central", (options, services) => new BusinessCentralSource(options, services));
}
