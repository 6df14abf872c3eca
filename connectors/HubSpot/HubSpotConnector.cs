using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>HubSpot as a target: batches by a unique property, default associations, custom objects.</summary>
public sealed class HubSpotConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddTarget<HubSpotOptions>("hubspot", (options, services) => new HubSpotTarget(options, services));
}
