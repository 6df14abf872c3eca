using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Yaml;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping;

/// <summary>
/// The mappings in force: for each connection those of <c>mappings/&lt;connection&gt;/</c>, else of its library, else of <c>mappings/&lt;connector&gt;/</c>,
/// else those that came with the connector. Compiled when made, and so are the libraries that nobody uses. Immutable; safe from several threads.
/// </summary>
public sealed class MappingCatalog
{
    /// <summary>The folder of the mappings folder that holds one library per format: <c>library/ubl</c>.</summary>
    public const string Library = "library";

    private readonly Dictionary<string, (MappedConnection Connection, MappingFolder[] Folders)> byConnection = new(StringComparer.Ordinal);

    /// <summary>Loads and compiles all mappings of the connections.</summary>
    /// <param name="root">The mappings folder.</param>
    /// <param name="connections">All connections, sources and targets.</param>
    /// <exception cref="MappingException">Some file cannot be compiled; with the lints of all files.</exception>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public MappingCatalog(string root, IReadOnlyCollection<MappedConnection> connections)
    {
        var lints = new List<Lint>();
        var folders = new Dictionary<string, MappingFolder>(StringComparer.Ordinal);
        foreach (var connection in connections)
        {
            var search = new List<(string Path, string Name)>
            {
                (Path.Combine(root, connection.Name), connection.Name),
                (Path.Combine(root, connection.Connector), connection.Connector),
            };
            if (connection.Library is { } library)
                search.Insert(1, (Path.Combine(root, Library, library), $"{Library}/{library}"));
            if (connection.ShippedFolder is { } shipped)
                search.Add((shipped, $"{connection.Connector}/mappings"));
            byConnection.Add(connection.Name, (connection, [.. search.DistinctBy(folder => folder.Path).Select(folder => Folder(folder.Path, folder.Name))]));
        }

        foreach (var library in Libraries(root))
            Folder(Path.Combine(root, Library, library), $"{Library}/{library}");
        CheckTargets(folders.Values, connections, lints);
        if (lints.Count > 0)
            throw new MappingException(lints);
        Files = [.. folders.Values.SelectMany(folder => folder.Files)];

        MappingFolder Folder(string path, string name) =>
            folders.TryGetValue(path, out var known) ? known : folders[path] = new MappingFolder(path, name, lints);
    }

    /// <summary>Every mapping file found, in force or overridden by another.</summary>
    public IReadOnlyList<MappingFile> Files { get; }

    /// <summary>The libraries there are, by name.</summary>
    /// <param name="root">The mappings folder.</param>
    public static IReadOnlyList<string> Libraries(string root) => Directory.Exists(Path.Combine(root, Library))
        ? [.. Directory.EnumerateDirectories(Path.Combine(root, Library)).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The mapping for an entity of a source.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="sourceEntity">The entity by the source's name: <c>Orders</c>.</param>
    /// <exception cref="SetupException">There is none; the message says where it was looked for.</exception>
    public Mapping Inward(string connection, string sourceEntity)
    {
        var (_, folders) = Of(connection);
        var mappings = folders.SelectMany(folder => folder.Files).Select(file => file.Inward).OfType<Mapping>().ToList();
        if (mappings.FirstOrDefault(mapping => mapping.SourceEntity == sourceEntity) is { } found)
            return found;
        var hint = Nearest.To(sourceEntity, mappings.Select(mapping => mapping.SourceEntity)) is { } near ? $" Did you mean '{near}'?" : "";
        throw new SetupException(
            $"No mapping for entity '{sourceEntity}' of connection '{connection}'. Looked for {sourceEntity}.yaml in {string.Join(", ", folders.Select(folder => folder.Path))}.{hint}");
    }

    /// <summary>The outward mappings of a target, by canonical entity. Entities without one are not delivered there.</summary>
    /// <exception cref="SetupException">No such connection.</exception>
    public IReadOnlyDictionary<EntityKind, OutwardMapping> Outward(string connection)
    {
        var (target, folders) = Of(connection);
        var mappings = new Dictionary<EntityKind, OutwardMapping>();
        foreach (var mapping in folders.SelectMany(folder => folder.Files).Select(file => file.Outward).OfType<OutwardMapping>())
        {
            if (mapping.Target is null || mapping.Target == target.Name || mapping.Target == target.Connector)
                mappings.TryAdd(mapping.From, mapping);
        }

        return mappings;
    }

    /// <summary>The mappings in force for a connection: one per entity of a source, and per canonical entity for a target.</summary>
    /// <exception cref="SetupException">No such connection.</exception>
    public IReadOnlyList<MappingFile> InForce(string connection)
    {
        var (target, folders) = Of(connection);
        return
        [
            .. folders.SelectMany(folder => folder.Files)
                .Where(file => file.Outward?.Target is not { } meant || meant == target.Name || meant == target.Connector)
                .DistinctBy(file => (file.Inward?.SourceEntity, file.Outward?.From)),
        ];
    }

    private (MappedConnection Connection, MappingFolder[] Folders) Of(string connection) =>
        byConnection.TryGetValue(connection, out var found) ? found : throw new SetupException($"No connection '{connection}' is set up; there are {string.Join(", ", byConnection.Keys)}.");

    private static void CheckTargets(IEnumerable<MappingFolder> folders, IReadOnlyCollection<MappedConnection> connections, List<Lint> lints)
    {
        var known = connections.SelectMany(connection => new[] { connection.Name, connection.Connector }).Distinct().ToList();
        foreach (var file in folders.SelectMany(folder => folder.Files))
        {
            if (file.Outward?.Target is not { } target || known.Contains(target))
                continue;
            var hint = Nearest.To(target, known) is { } near ? $"; did you mean '{near}'?" : "";
            lints.Add(new Lint(file.Name, 0, 0, $"to.target '{target}' is neither a connection nor a connector{hint}"));
        }
    }
}
