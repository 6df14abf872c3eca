using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>Delivers to SAP Sales Cloud (Cloud for Customer) by its OData API.</summary>
public sealed class SapSalesCloudConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry)
    {
        var known = new KnownModels();   // a target is opened for each round; what a service looks like outlives it
        registry.AddTarget<SapSalesCloudOptions>("sap-sales-cloud", (options, services) => new SapSalesCloudTarget(options, services, known));
    }
}
