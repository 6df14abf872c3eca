using System.Globalization;

namespace IntegrationHub.Host.Mappings;

internal static class MappingLinks
{
    /// <summary>The page of a mapping.</summary>
    /// <param name="connection">Whose it is.</param>
    /// <param name="entity">The source's entity, or the canonical one of an outward mapping.</param>
    internal static string Page(string connection, string entity) => $"/mappings/{Uri.EscapeDataString(connection)}/{Uri.EscapeDataString(entity)}";

    /// <summary>How a record came about, or one field of it.</summary>
    internal static string Record(long recordNo, string? field = null) => field is null
        ? string.Create(CultureInfo.InvariantCulture, $"/records/{recordNo}")
        : string.Create(CultureInfo.InvariantCulture, $"/records/{recordNo}#{ExplainedRecord.Anchor(field)}");

    /// <summary>A version as people tell it from another: the first characters of its hash.</summary>
    internal static string Short(Guid version) => version.ToString("N")[..8];
}
