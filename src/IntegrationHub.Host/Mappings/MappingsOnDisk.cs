using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Host.Mappings;

/// <summary>Reads mappings as they are on disk now, which may be newer than those in force. Safe from several threads.</summary>
/// <param name="folder">The mappings folder.</param>
/// <param name="connections">All connections.</param>
internal sealed class MappingsOnDisk(string folder, IReadOnlyCollection<MappedConnection> connections)
{
    /// <summary>The mapping of the same entity as it would be in force after a start.</summary>
    /// <returns>The mapping, or what is wrong with the files; neither: it is gone.</returns>
    internal (MappingInForce? Mapping, IReadOnlyList<Lint> Lints) Read(MappingInForce inForce)
    {
        try
        {
            var found = new MappingCatalog(folder, connections).InForce(inForce.Connection).Select(file => new MappingInForce(inForce.Connection, file));
            return (found.FirstOrDefault(mapping => mapping.Entity == inForce.Entity && mapping.IsOutward == inForce.IsOutward), []);
        }
        catch (MappingException broken)
        {
            return (null, broken.Lints);
        }
    }
}
