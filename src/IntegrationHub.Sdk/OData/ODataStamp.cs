using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.OData;

/// <summary>The property that tells when an entity was last changed, and how its times are read and asked for. Immutable, safe from several threads.</summary>
public sealed partial class ODataStamp
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly ODataProperty _property;

    /// <param name="property">The property: a time, a date, or a text or number in a format of its own.</param>
    /// <param name="zone">Where the service's clock hangs, when its times have no offset; left out: UTC.</param>
    /// <param name="format">Of a text or number: as <see cref="StampFormat"/> names it.</param>
    /// <exception cref="SetupException">The format cannot be read back.</exception>
    public ODataStamp(ODataProperty property, TimeZoneInfo? zone = null, string? format = null)
    {
        _property = property;
        Format = property switch
        {
            { IsDate: true } => new StampFormat("yyyy-MM-dd", zone),
            { Type: "Edm.DateTime" } => new StampFormat(StampFormat.Iso, zone),
            { Type: "Edm.DateTimeOffset" } => new StampFormat(),
            _ => new StampFormat(format ?? throw new SetupException($"{property.Name} is of type {property.Type}, so the format of its times must be set."), zone),
        };
    }

    /// <summary>The property's name.</summary>
    public string Property => _property.Name;

    /// <summary>For the cursor.</summary>
    public StampFormat Format { get; }

    internal bool IsNullable => _property.IsNullable;

    /// <summary>A time as records carry it: ISO, whatever the service wrote; null stays null.</summary>
    /// <exception cref="ProtocolException">A <c>/Date(…)/</c> of a year that does not exist.</exception>
    public string? Text(string? written)
    {
        if (written is null || JsonDate().Match(written) is not { Success: true } date)
            return _property.IsDate && written?.Length > "2026-01-31".Length ? written[.."2026-01-31".Length] : written;
        if (!long.TryParse(date.Groups["ms"].ValueSpan, NumberStyles.AllowLeadingSign, Invariant, out var milliseconds) || milliseconds is < -62_135_596_800_000 or > 253_402_300_799_999)
            throw new ProtocolException($"A time in {Property} is of no year between 1 and 9999.");
        return DateTime.UnixEpoch.AddMilliseconds(milliseconds)
            .ToString(_property.IsDate ? "yyyy-MM-dd" : _property.Type == "Edm.DateTimeOffset" ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", Invariant);
    }

    /// <summary>A time as a filter asks for it.</summary>
    public string Literal(ODataVersion version, string stamp) => ODataLiteral.Of(version, _property.Type, stamp);

    [GeneratedRegex(@"^/Date\((?<ms>-?[0-9]+)([+-][0-9]{1,4})?\)/$", RegexOptions.CultureInvariant)]
    private static partial Regex JsonDate();
}
