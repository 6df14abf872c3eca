using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>Zoho CRM (v8) as a target: upserts by a unique field, lines as subforms.</summary>
public sealed class ZohoConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddTarget<ZohoOptions>("zoho", (options, services) => new ZohoTarget(options, services));
}
