using System.Runtime.CompilerServices;
using IntegrationHub.Bench.Measure;
using IntegrationHub.Bench.Pages;
using IntegrationHub.Connectors.OData;
using IntegrationHub.Connectors.Rest;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Settings;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Bench.Hub;

/// <summary>Reads the page server as a host does: a connector by its settings, with the connection's HTTP pipeline.</summary>
internal sealed class ConnectorSource : ISource
{
    private readonly ConnectorCatalog _connectors;
    private readonly ISource _source;
    private readonly Laps _laps;
    private readonly int _pageLimit;

    public ConnectorSource(string connector, Uri pages, string feed, Laps laps, int pageLimit)
    {
        var connection = $"Connections:{HubSetting.System}";
        var entity = $"{connection}:Options:Entities:A_SalesOrder";
        var settings = new Dictionary<string, string?>
        {
            [$"{connection}:Connector"] = connector,
            [$"{connection}:Syncs:A_SalesOrder:BatchSize"] = $"{Feeds.PageSize}",
            [$"{connection}:Options:BaseUrl"] = pages.AbsoluteUri,
        };
        var own = connector == "rest"
            ? new[] { ("Path", $"/{feed}"), ("Records", "d.results"), ("Key", "SalesOrder"), ("Paging:Style", "NextLink"), ("Paging:Next", "d.__next") }
            : [("Set", feed), ("Select:0", "*"), ("Paging", "Links"), ("LinksAreStable", "true")];
        foreach (var (place, value) in own)
            settings[$"{entity}:{place}"] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var binder = new SettingsBinder(configuration);
        var installed = InstalledConnectors.Of(new Dictionary<string, IConnector> { ["rest"] = new RestConnector(), ["odata"] = new ODataConnector() });
        _connectors = ConnectorCatalog.Bind(installed, configuration, binder, TimeProvider.System, NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        (_source, _laps, _pageLimit) = (_connectors.OpenSource(HubSetting.System), laps, pageLimit);
    }

    public Task CheckAsync(CancellationToken cancellationToken) => _source.CheckAsync(cancellationToken);

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = 0;
        await foreach (var batch in _source.ReadAsync(request, cancellationToken))
        {
            yield return batch;
            _laps.PageDone(batch.Records.Count);
            if (++pages == _pageLimit)
                yield break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _connectors.Dispose();
    }
}
