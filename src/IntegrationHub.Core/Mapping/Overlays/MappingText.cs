using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>A mapping file as it is compiled: read, and laid over its base when it has one.</summary>
/// <param name="Name">Relative to the mappings folder: <c>northwind/Orders.yaml</c>.</param>
/// <param name="Path">Where it is on disk.</param>
/// <param name="Root">The whole mapping.</param>
/// <param name="Version">Hash of everything it is made of, the base too.</param>
/// <param name="Base">The base it extends; null: it stands alone.</param>
internal sealed record MappingText(string Name, string Path, YamlNode Root, Guid Version, MappingText? Base)
{
    /// <summary>The file's name without its ending: what the source's entity is called unless the mapping says.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Name);
}
