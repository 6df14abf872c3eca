using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>Where the base of an overlay is found: in the folders of a connection, or among the parts of a mapping that is compiled again.</summary>
internal interface IBases
{
    /// <summary>The mapping that <c>extends</c> names; null after telling that there is none.</summary>
    LoadedMapping? Find(YamlNode extends, Lints lints);
}
