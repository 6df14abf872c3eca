using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>A mapping file ready to be compiled: read, and laid over its base when it has one.</summary>
/// <param name="Root">The whole mapping.</param>
/// <param name="Parts">The files it is made of: its own, then its base's.</param>
/// <param name="Read">Finds a file that one of its rules names.</param>
internal sealed record LoadedMapping(YamlNode Root, IReadOnlyList<MappingPart> Parts, Func<string, MappingPart?> Read)
{
    /// <summary>An overlay whose base could not be read: what is missing may stand there.</summary>
    public bool IsPart { get; init; }

    /// <summary>Relative to the mappings folder: <c>northwind/Orders.yaml</c>.</summary>
    public string Name => Parts[0].File;

    /// <summary>The file's name without its ending: what the source's entity is called unless the mapping says.</summary>
    public string Stem => StemOf(Name);

    public static string StemOf(string file) => Path.GetFileNameWithoutExtension(file);
}
