using System.Runtime.Loader;
using IntegrationHub.Core.Settings;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Connectors;

/// <summary>
/// The connectors that are there, by id: found by folder, with no list to keep. Each <c>connectors/&lt;Name&gt;/connector.yaml</c>
/// stands for the assembly <c>IntegrationHub.Connectors.&lt;Name&gt;.dll</c> beside the hub. Immutable once built.
/// </summary>
public sealed class InstalledConnectors
{
    private readonly Dictionary<string, InstalledConnector> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SettingsProblem> _problems = [];

    private InstalledConnectors() { }

    /// <summary>All of them, by the id their manifest says.</summary>
    public IReadOnlyDictionary<string, InstalledConnector> ById => _byId;

    /// <summary>What all of them add to the mapping language.</summary>
    public IEnumerable<ConnectorConverter> Converters => _byId.Values.SelectMany(connector => connector.Converters);

    /// <summary>Folders that could not be taken, and why.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _problems;

    /// <param name="folder">The application's folder: assemblies in it, manifests in its <c>connectors</c>.</param>
    public static InstalledConnectors In(string folder)
    {
        var installed = new InstalledConnectors();
        var manifests = Path.Combine(folder, "connectors");
        if (Directory.Exists(manifests))
            foreach (var manifest in Directory.GetDirectories(manifests).Order(StringComparer.Ordinal)
                .Select(connector => Path.Combine(connector, "connector.yaml")).Where(File.Exists))
                installed.Take(folder, manifest);
        return installed;
    }

    /// <summary>Connectors that are in memory already: for tests of what stands on them.</summary>
    public static InstalledConnectors Of(IReadOnlyDictionary<string, IConnector> connectors)
    {
        var installed = new InstalledConnectors();
        foreach (var (id, connector) in connectors)
            installed.Add(new InstalledConnector(id, id), connector, id, mappings: null);
        return installed;
    }

    private void Take(string folder, string manifestFile)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(manifestFile))!;
        var place = $"connectors/{name}/connector.yaml";
        try
        {
            var manifest = ConnectorManifest.Read(manifestFile);
            Add(new InstalledConnector(manifest.Id, manifest.Title is "" ? manifest.Id : manifest.Title), Load(folder, name), place, Path.Combine(Path.GetDirectoryName(manifestFile)!, "mappings"));
        }
        catch (Exception refused) when (refused is FormatException or FileNotFoundException or BadImageFormatException or IOException)
        {
            _problems.Add(new SettingsProblem(place, refused.Message));
        }
    }

    private void Add(InstalledConnector installed, IConnector connector, string place, string? mappings)
    {
        if (_byId.TryGetValue(installed.Id, out var first))
        {
            _problems.Add(new SettingsProblem(place, $"claims the id '{installed.Id}', which {first.Place} has already; give one of them another id"));
            return;
        }
        connector.Register(installed);
        if (installed.Strangers.Count > 0)
            _problems.Add(new SettingsProblem(place, $"says id '{installed.Id}', but {connector.GetType().Name} registers '{string.Join("', '", installed.Strangers)}'; make them equal"));
        else if (installed.StrayConverters.Count > 0)
            _problems.Add(new SettingsProblem(place, $"{connector.GetType().Name} registers the converter '{string.Join("', '", installed.StrayConverters)}'; the name must begin with '{installed.Id}-' and come once"));
        else if (installed is { Source: null, Target: null })
            _problems.Add(new SettingsProblem(place, $"{connector.GetType().Name} registers neither a source nor a target"));
        else
            _byId.Add(installed.Id, installed.At(place, Directory.Exists(mappings) ? mappings : null));
    }

    private static IConnector Load(string folder, string name)
    {
        var file = Path.Combine(folder, $"IntegrationHub.Connectors.{name}.dll");
        if (!File.Exists(file))
            throw new FileNotFoundException($"its assembly {Path.GetFileName(file)} is not in {folder}; build the connector, or remove the folder");
        var types = AssemblyLoadContext.Default.LoadFromAssemblyPath(file).GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IConnector))).ToList();
        return types is [var one] && one.GetConstructor(Type.EmptyTypes) is not null
            ? (IConnector)Activator.CreateInstance(one)!
            : throw new FormatException($"{Path.GetFileName(file)} must have exactly one public class that is an IConnector with a parameterless constructor, has {types.Count}");
    }
}
