using IntegrationHub.Connectors.Files.Out;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Reads CSV, TSV, Excel and XML files of a folder as entities, and writes changes as CSV and JSON files.</summary>
public sealed class FilesConnector : IConnector
{
    public void Register(IConnectorRegistry registry)
    {
        registry.AddSource<FilesOptions>("files", (options, services) => new FilesSource(options, services));
        registry.AddTarget<FilesTargetOptions>("files", (options, services) => new FilesTarget(options, services));
    }
}
