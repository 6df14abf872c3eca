using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>A mapping as the store notes it beside what it makes.</summary>
public static class MadeBy
{
    public static MappingUse Of(Mapping.Mapping mapping) =>
        new(mapping.File, mapping.Version) { SourceEntity = mapping.SourceEntity, Parts = Texts(mapping.Parts) };

    public static MappingUse Of(OutwardMapping mapping) => new(mapping.File, mapping.Version) { Parts = Texts(mapping.Parts) };

    private static MappingText[] Texts(IReadOnlyList<MappingPart> parts) => [.. parts.Select(part => new MappingText(part.File, part.Content))];
}
