using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>Salesforce as a target: sObject Collections, and Bulk API 2.0 for first loads.</summary>
public sealed class SalesforceConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddTarget<SalesforceOptions>("salesforce", (options, services) => new SalesforceTarget(options, services));
}
