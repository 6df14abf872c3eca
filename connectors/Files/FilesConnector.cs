using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Reads CSV, TSV, Excel and XML files of a folder as entities.</summary>
public sealed class FilesConnector : IConnector
{
    public void Register(IConnectorRegistry registry) =>
        registry.AddSource<FilesOptions>("files", (options, services) => new FilesSource(options, services));
}
