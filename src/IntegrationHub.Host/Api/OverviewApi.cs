using IntegrationHub.Core.Connectors;
using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Api;

/// <summary>The overview, and the connections of the settings.</summary>
internal static class OverviewApi
{
    internal static void MapOverview(this IEndpointRouteBuilder api)
    {
        api.MapGet("/overview", async (OverviewQueries overview, ApiModels models, CancellationToken cancellationToken) =>
                models.Of<OverviewModel>(await overview.ReadAsync(cancellationToken)))
            .WithTags("Overview").WithSummary("Freshness, backlogs and last runs.");
        api.MapGet("/quota", (ConnectorCatalog catalog, CancellationToken cancellationToken) => catalog.QuotasAsync(cancellationToken))
            .WithTags("Overview").WithSummary("Calls of each account that somebody limits: used, limit, when it begins anew, and whether the rest will do.");
        api.MapGet("/connections", (ConnectorCatalog catalog) => catalog.Connections
                .OrderBy(connection => connection.Key, StringComparer.Ordinal)
                .Select(connection => new ConnectionModel(
                    connection.Key, connection.Value.Title ?? connection.Key, connection.Value.Connector, [.. connection.Value.Syncs.Keys], connection.Value.Deliver is not null)))
            .WithTags("Overview").WithSummary("The connections of the settings, without their options.");
    }
}
