using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Host.Mappings;

/// <summary>A mapping that a connection uses.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="File">The file it was compiled from when the hub started.</param>
public sealed record MappingInForce(string Connection, MappingFile File)
{
    internal bool IsOutward => File.Outward is not null;

    /// <summary>What the connection calls it: the source's entity, or the canonical one that is delivered.</summary>
    internal string Entity => File.Inward?.SourceEntity ?? Entities.NameOf(Kind);

    /// <summary>What it makes, or is made from.</summary>
    internal EntityKind Kind => File.Inward?.To ?? File.Outward!.From;

    internal Guid Version => File.Inward?.Version ?? File.Outward!.Version;

    /// <summary>The files it is made of, its own first.</summary>
    internal IReadOnlyList<MappingPart> Parts => File.Inward?.Parts ?? File.Outward!.Parts;

    internal string Page => MappingLinks.Page(Connection, Entity);
}
