namespace IntegrationHub.Sdk.OData;

/// <summary>Values as they are written in a <c>$filter</c> or a key. Safe from several threads.</summary>
public static class ODataLiteral
{
    /// <summary>
    /// A value of a type. Version 4: plain, texts in apostrophes. Before: with the type's own mark (<c>guid'…'</c>, <c>datetime'…'</c>, <c>12.5M</c>).
    /// Apostrophes are doubled. Never throws: what a value means is the service's business.
    /// </summary>
    /// <param name="version">How the service writes.</param>
    /// <param name="type">The value's type, <c>Edm.…</c>.</param>
    /// <param name="value">As text: ISO for times; for numbers as JSON writes them.</param>
    public static string Of(ODataVersion version, string type, string value) => (version, type) switch
    {
        (_, "Edm.String") => Quoted(value),
        (_, "Edm.Boolean" or "Edm.Byte" or "Edm.SByte" or "Edm.Int16" or "Edm.Int32") => value,
        (ODataVersion.V2, "Edm.Int64") => $"{value}L",
        (ODataVersion.V2, "Edm.Decimal") => $"{value}M",
        (ODataVersion.V2, "Edm.Double") => $"{value}d",
        (ODataVersion.V2, "Edm.Single") => $"{value}f",
        (ODataVersion.V2, "Edm.Guid") => $"guid{Quoted(value)}",
        (ODataVersion.V2, "Edm.DateTime") => $"datetime{Quoted(value.Length == "2026-01-31".Length ? $"{value}T00:00:00" : value.TrimEnd('Z'))}",
        (ODataVersion.V2, "Edm.DateTimeOffset") => $"datetimeoffset{Quoted(value)}",
        (ODataVersion.V2, "Edm.Time") => $"time{Quoted(value)}",
        (ODataVersion.V2, "Edm.Binary") => $"X{Quoted(value)}",
        (ODataVersion.V4, "Edm.Duration") => $"duration{Quoted(value)}",
        (ODataVersion.V4, "Edm.Binary") => $"binary{Quoted(value)}",
        (ODataVersion.V4, "Edm.Int64" or "Edm.Decimal" or "Edm.Double" or "Edm.Single" or "Edm.Guid" or "Edm.Date" or "Edm.DateTimeOffset" or "Edm.TimeOfDay") => value,
        _ => Quoted(value),
    };

    private static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
