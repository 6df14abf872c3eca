using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Delivers to Microsoft Dynamics 365 Sales, or any other Dataverse environment, by the Dataverse Web API.</summary>
public sealed class Dynamics365Connector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry)
    {
        var known = new KnownTables();   // a target is opened for each round; what tables look like outlives it
        registry.AddTarget<Dynamics365Options>("dynamics365", (options, services) => new Dynamics365Target(options, services, known));
    }
}
