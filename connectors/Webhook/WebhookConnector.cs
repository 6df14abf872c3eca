using IntegrationHub.Connectors.Webhook.Out;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Takes calls of an ERP, a shop or an integration platform, which make a sync run earlier or bring records themselves; and makes calls, which bring changes.</summary>
public sealed class WebhookConnector : IConnector
{
    public void Register(IConnectorRegistry registry)
    {
        registry.AddSource<WebhookOptions>("webhook", (options, services) => new WebhookSource(options, services));
        registry.AddHook<WebhookOptions>("webhook", (options, _) => new WebhookHook(options));
        registry.AddTarget<WebhookTargetOptions>("webhook", (options, services) => new WebhookTarget(options, services));
    }
}
