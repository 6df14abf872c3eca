using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Takes calls of an ERP, a shop or an integration platform: they make a sync run earlier, or bring records themselves.</summary>
public sealed class WebhookConnector : IConnector
{
    public void Register(IConnectorRegistry registry)
    {
        registry.AddSource<WebhookOptions>("webhook", (options, services) => new WebhookSource(options, services));
        registry.AddHook<WebhookOptions>("webhook", (options, _) => new WebhookHook(options));
    }
}
