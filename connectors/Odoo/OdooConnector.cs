using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>The connector for Odoo, by its external API (JSON-RPC): a source.</summary>
public sealed class OdooConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) =>
        registry.AddSource<OdooOptions>("odoo", (options, services) => new OdooSource(options, services));
}
