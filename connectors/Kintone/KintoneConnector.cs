using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>Delivers to kintone apps.</summary>
public sealed class KintoneConnector : IConnector
{
    public void Register(IConnectorRegistry registry) => registry.AddTarget<KintoneOptions>("kintone", (options, services) => new KintoneTarget(options, services));
}
