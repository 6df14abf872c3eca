using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Preview;
using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Mappings;

/// <summary>Finds the mapping that made a record, in the version that did. Safe from several threads.</summary>
internal sealed class MappingVersions(MappingsInForce inForce, PastMappings past)
{
    internal async Task<(Mapping? Mapping, MappingBasis Basis)> MadeByAsync(RecordRow record, CancellationToken cancellationToken)
    {
        var present = inForce.Making(record.System, record.Kind, record.MappingFile)?.File.Inward;
        if (present is not null && present.File == record.MappingFile && present.Version == record.MappingVersion)
            return (present, MappingBasis.InForce);
        if (await past.InwardAsync(record.MappingNo, cancellationToken) is { } kept)
            return (kept, MappingBasis.Kept);
        return (present, present is null ? MappingBasis.None : MappingBasis.Present);
    }
}

/// <summary>By which version of its mapping a record is explained.</summary>
internal enum MappingBasis
{
    /// <summary>There is none for it any more.</summary>
    None,

    /// <summary>The version that made it, which is the one in force.</summary>
    InForce,

    /// <summary>The version that made it, as the hub kept it.</summary>
    Kept,

    /// <summary>The present one, because the version that made it was not kept.</summary>
    Present,
}
