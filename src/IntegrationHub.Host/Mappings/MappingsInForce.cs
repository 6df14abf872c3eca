using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Host.Mappings;

/// <summary>The mappings of all connections, as the hub compiled them when it started. Immutable.</summary>
internal sealed class MappingsInForce
{
    public MappingsInForce(ConnectorCatalog connectors, MappingCatalog mappings) =>
        All =
        [
            .. from connection in connectors.Connections.Keys
               from file in mappings.InForce(connection)
               let found = new MappingInForce(connection, file)
               orderby found.IsOutward, connection, found.Kind
               select found,
        ];

    /// <summary>The way of the data: those that read before those that deliver, and what others depend on first.</summary>
    internal IReadOnlyList<MappingInForce> All { get; }

    /// <summary>By the two names its page has.</summary>
    internal MappingInForce? Find(string connection, string entity) => All.FirstOrDefault(found => found.Connection == connection && found.Entity == entity);

    /// <summary>The mapping that makes a connection's records of an entity: the one with this file, or else any.</summary>
    internal MappingInForce? Making(string connection, EntityKind kind, string? file)
    {
        var making = All.Where(found => found.Connection == connection && !found.IsOutward && found.Kind == kind).ToList();
        return making.FirstOrDefault(found => found.File.Name == file) ?? making.FirstOrDefault();
    }
}
