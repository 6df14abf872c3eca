using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Converters;
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

    private readonly Dictionary<string, MappingFolder> folders = new(StringComparer.Ordinal);

    private readonly ConverterSet converters;

    /// <summary>Loads and compiles all mappings of the connections.</summary>
    /// <param name="root">The mappings folder.</param>
    /// <param name="connections">All connections, sources and targets.</param>
    /// <param name="converters">What mappings may name; null: the hub's own converters.</param>
    /// <exception cref="MappingException">Some file cannot be compiled; with the lints of all files.</exception>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public MappingCatalog(string root, IReadOnlyCollection<MappedConnection> connections, ConverterSet? converters = null) : this(root, connections, converters, out var lints)
    {
        if (lints.Count > 0)
            throw new MappingException(lints);
    }

    private MappingCatalog(string root, IReadOnlyCollection<MappedConnection> connections, ConverterSet? converters, out IReadOnlyList<Lint> lints)
    {
        this.converters = converters ?? ConverterSet.BuiltIn;
        foreach (var connection in connections)
            byConnection.Add(connection.Name, (connection, Folders(root, connection)));
        var inOrder = byConnection.Values.SelectMany(found => found.Folders).Concat(Libraries(root).Select(library => LibraryFolder(root, library))).Distinct().ToList();
        // What is wrong with a base is told with each of its overlays, too: once is enough.
        var against = byConnection.Values.SelectMany(found => AgainstRecorded(found.Folders)).ToList();
        lints = [.. inOrder.SelectMany(folder => folder.Lints).Concat(against.SelectMany(found => found.Sorted)).Concat(StrayTargets(inOrder, connections)).Distinct()];
        Warnings = [.. inOrder.SelectMany(folder => folder.Warnings).Concat(against.SelectMany(found => found.Warnings)).Distinct()];
        Files = [.. inOrder.SelectMany(folder => folder.Files)];
    }

    /// <summary>Every mapping file found, in force or overridden by another.</summary>
    public IReadOnlyList<MappingFile> Files { get; }

    /// <summary>What is no fault, but better put right: an overlay that says what its base says.</summary>
    public IReadOnlyList<Lint> Warnings { get; }

    /// <summary>Loads what can be loaded: for checking one mapping while another is broken.</summary>
    /// <inheritdoc cref="MappingCatalog(string, IReadOnlyCollection{MappedConnection}, ConverterSet)"/>
    /// <param name="lints">What is wrong with the rest.</param>
    public static MappingCatalog Load(string root, IReadOnlyCollection<MappedConnection> connections, out IReadOnlyList<Lint> lints, ConverterSet? converters = null) =>
        new(root, connections, converters, out lints);

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
        if (folders.SelectMany(folder => folder.Files).FirstOrDefault(file => Path.GetFileNameWithoutExtension(file.Path) == sourceEntity) is { } other)
        {
            throw new SetupException($"No mapping for entity '{sourceEntity}' of connection '{connection}': {other.Name} is there, but " + (other.Inward is { } inward
                ? $"says from: {{ entity: {inward.SourceEntity} }}. Write entity: {sourceEntity} there, or take it out: the file's name says it."
                : "maps outwards, to a target's object."));
        }

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

    /// <summary>Compiles one file, which need not be in force: its name is that of its folder and its own.</summary>
    /// <param name="path">Where it is on disk.</param>
    /// <param name="connection">The connection it is meant for, where an overlay finds its base; null: for none.</param>
    /// <exception cref="MappingException">It cannot be compiled; with all lints.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public MappingFile Compile(string path, string? connection) => MappingFolder.LoadOne(Path.GetFullPath(path), connection is null ? [] : Of(connection).Folders, converters);

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

    /// <summary>In the order of search. What comes later is loaded first: overlays extend it.</summary>
    private MappingFolder[] Folders(string root, MappedConnection connection)
    {
        var found = new List<MappingFolder>();
        if (connection.ShippedFolder is { } shipped)
            Before(shipped, $"{connection.Connector}/mappings");
        if (connection.Connector != connection.Name)
            Before(Path.Combine(root, connection.Connector), connection.Connector);
        if (connection.Library is { } library)
            found.Insert(0, LibraryFolder(root, library));
        Before(Path.Combine(root, connection.Name), connection.Name);
        return [.. found];

        void Before(string path, string name) => found.Insert(0, Folder(path, name, connection.Connector, [.. found]));
    }

    /// <summary>It serves connections of any connector, and so extends nothing.</summary>
    private MappingFolder LibraryFolder(string root, string library) => Folder(Path.Combine(root, Library, library), $"{Library}/{library}", library, []);

    private MappingFolder Folder(string path, string name, string owner, MappingFolder[] after) =>
        folders.TryGetValue(path, out var known) ? known : folders[path] = new MappingFolder(path, name, owner, after, converters);

    /// <summary>A connection's recorded fields hold for the mappings it uses from further down, too.</summary>
    private static IEnumerable<Lints> AgainstRecorded(MappingFolder[] folders)
    {
        var inForce = folders.SelectMany(folder => folder.Files).Select(file => file.Inward).OfType<Mapping>().DistinctBy(mapping => mapping.SourceEntity).ToHashSet();
        return folders.Skip(1).SelectMany(folder => folder.Against(folders[0].Recorded, inForce));
    }

    private static IEnumerable<Lint> StrayTargets(IEnumerable<MappingFolder> folders, IReadOnlyCollection<MappedConnection> connections)
    {
        var known = connections.SelectMany(connection => new[] { connection.Name, connection.Connector }).Distinct().ToList();
        foreach (var file in folders.SelectMany(folder => folder.Files))
        {
            if (file.Outward?.Target is not { } target || known.Contains(target))
                continue;
            var hint = Nearest.To(target, known) is { } near ? $"did you mean '{near}'?" : $"there are: {string.Join(", ", known)}";
            yield return new Lint(file.Name, 0, 0, $"to.target '{target}' is neither a connection nor a connector; {hint}");
        }
    }
}
