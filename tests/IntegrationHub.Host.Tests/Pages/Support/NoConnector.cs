using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Settings;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>Makes the settings' connections known without anything behind them: pages only name them.</summary>
internal sealed class NoConnector : IConnector
{
    public void Register(IConnectorRegistry registry)
    {
        registry.AddSource<NoOptions>("none", (_, _) => throw new NotSupportedException("Pages open no source."));
        registry.AddTarget<NoOptions>("none", (_, _) => throw new NotSupportedException("Pages open no target."));
    }

    /// <summary><c>northwind</c> with two syncs, and the target <c>demo-crm</c>.</summary>
    internal static ConnectorCatalog Catalog(TimeProvider? time = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Connections:northwind:Connector"] = "none",
            ["Connections:northwind:Syncs:Customers:Schedule"] = "0 0/5 * * * ?",
            ["Connections:northwind:Syncs:Orders:Schedule"] = "0 0/5 * * * ?",
            ["Connections:northwind:Syncs:Orders:Snapshot:MostPercent"] = "2.5",
            ["Connections:demo-crm:Connector"] = "none",
            ["Connections:demo-crm:Quota:PerDay"] = "5000",
            ["Connections:demo-crm:Deliver:BatchSize"] = "200",
        }).Build();
        var binder = new SettingsBinder(settings);
        var catalog = ConnectorCatalog.Bind(
            InstalledConnectors.Of(new Dictionary<string, IConnector> { ["none"] = new NoConnector() }), settings, binder, time ?? TimeProvider.System, NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        return catalog;
    }

    internal sealed class NoOptions;
}
