using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.OData;

/// <summary>Reads any OData service.</summary>
public sealed class ODataConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddSource<ODataOptions>("odata", (options, services) => new ODataSource(options, services));
}
