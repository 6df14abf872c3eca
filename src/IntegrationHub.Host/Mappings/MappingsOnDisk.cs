using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;

namespace IntegrationHub.Host.Mappings;

/// <summary>Reads mappings as they are on disk now, which may be newer than those in force. Safe from several threads.</summary>
/// <param name="folder">The mappings folder.</param>
/// <param name="connections">All connections.</param>
/// <param name="converters">What <c>as</c> can name.</param>
internal sealed class MappingsOnDisk(string folder, IReadOnlyCollection<MappedConnection> connections, ConverterSet converters)
{
    /// <summary>The mapping of the same entity as it would be in force after a start.</summary>
    /// <returns>The mapping, or what is wrong with the files; neither: it is gone.</returns>
    internal (MappingInForce? Mapping, IReadOnlyList<Lint> Lints) Read(MappingInForce inForce)
    {
        var found = MappingCatalog.Load(folder, connections, out var lints, converters).InForce(inForce.Connection).Select(file => new MappingInForce(inForce.Connection, file))
            .FirstOrDefault(mapping => mapping.Entity == inForce.Entity && mapping.IsOutward == inForce.IsOutward);
        // a broken file falls out of the catalogue; one of a connector may then step in for it, and would be compared by mistake
        var broken = lints.Where(lint => inForce.Parts.Any(part => part.File == lint.File)).ToList();
        return broken.Count > 0 ? (null, broken) : (found, found is null ? lints : []);
    }
}
