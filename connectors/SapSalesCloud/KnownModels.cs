using System.Collections.Concurrent;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>What services said of themselves within the last minutes. Safe from several threads.</summary>
internal sealed class KnownModels
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, (ODataModel Model, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async Task<ODataModel> GetAsync(string service, DateTimeOffset now, Func<Task<ODataModel>> read)
    {
        if (_known.TryGetValue(service, out var known) && now < known.Until)
            return known.Model;
        var model = await read();
        _known[service] = (model, now + Lasts);
        return model;
    }
}
