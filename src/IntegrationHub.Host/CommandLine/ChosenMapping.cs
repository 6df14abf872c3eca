using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary>The mapping a verb is about, with the connection whose records it is for.</summary>
/// <param name="Connection">The connection; null: a file that is for none of the settings.</param>
/// <param name="File">The compiled file.</param>
internal sealed record ChosenMapping(string? Connection, MappingFile File)
{
    internal Mapping? Inward => File.Inward;
    internal OutwardMapping? Outward => File.Outward;

    /// <summary>The sync whose records it maps.</summary>
    internal SyncKey Sync => new(
        Connection ?? throw new UsageException($"{File.Name} belongs to no connection of the settings. Put it into a folder that is called like the connection, such as northwind/Orders.yaml."),
        Inward!.SourceEntity);

    internal EntityKind Entity => Inward?.To ?? Outward!.From;

    /// <summary>Finds a mapping in force by connection and entity (<c>northwind/Orders</c>, <c>demo-crm/order</c>), or compiles a file that is not (yet) in force.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="MappingException">The file cannot be compiled.</exception>
    internal static ChosenMapping Find(HubSession session, string name)
    {
        var plain = name.EndsWith(".yaml", StringComparison.Ordinal) ? name[..^".yaml".Length] : name;
        if (plain.Split('/') is [var connection, var entity] && InForce(session, connection, entity) is { } found)
            return new ChosenMapping(connection, found);
        if (!System.IO.File.Exists(name))
            throw new UsageException($"There is no mapping '{name}'. Say connection and entity, such as northwind/Orders or demo-crm/order, or the path of a file. In force: {string.Join(", ", session.Mappings.Files.Select(file => file.Name[..^".yaml".Length]))}.");
        return Of(session, name, connection: null);
    }

    /// <summary>Compiles a file, wherever it is, for a connection, or for the one its folder is called like.</summary>
    internal static ChosenMapping Of(HubSession session, string path, string? connection)
    {
        if (!System.IO.File.Exists(path))
            throw new UsageException($"There is no file {path}.");
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = session.Mappings.Compile(path, connection ?? (session.Catalog.Connections.ContainsKey(folder) ? folder : null));
        return new ChosenMapping(connection ?? ConnectionOf(session, file), file);
    }

    private static MappingFile? InForce(HubSession session, string connection, string entity)
    {
        if (!session.Catalog.Connections.ContainsKey(connection))
            return null;
        if (Entities.TryKindOf(entity, out var kind) && session.Mappings.Outward(connection).TryGetValue(kind, out var outward))
            return session.Mappings.Files.Single(file => file.Outward == outward);
        try
        {
            var inward = session.Mappings.Inward(connection, entity);
            return session.Mappings.Files.Single(file => file.Inward == inward);
        }
        catch (SetupException)
        {
            return null;   // the caller says what there is
        }
    }

    /// <summary>The connection its folder is called like, or whose connector; else the only one that syncs its entity.</summary>
    private static string? ConnectionOf(HubSession session, MappingFile file)
    {
        var folder = file.Name.Split('/')[0];
        var connections = session.Catalog.Connections;
        if (connections.ContainsKey(folder))
            return folder;
        var candidates = connections.Where(connection => connection.Value.Connector == folder && (file.Outward is not null || connection.Value.Syncs.ContainsKey(file.Inward!.SourceEntity))).ToArray();
        if (candidates.Length == 0 && file.Inward is { } inward)
            candidates = [.. connections.Where(connection => connection.Value.Syncs.ContainsKey(inward.SourceEntity))];
        return candidates is [var only] ? only.Key : null;
    }
}
