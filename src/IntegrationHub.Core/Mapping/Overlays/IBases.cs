using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Overlays;

/// <summary>What is around a mapping file: in the folders of a connection, or among the parts of a mapping that is compiled again.</summary>
internal interface IBases
{
    /// <summary>The mapping that <c>extends</c> names; null after telling that there is none.</summary>
    LoadedMapping? Find(YamlNode extends, Lints lints);

    /// <summary>A file by its name as in <see cref="MappingPart.File"/>, such as a table a rule names; null when there is none.</summary>
    MappingPart? Read(string file);
}
