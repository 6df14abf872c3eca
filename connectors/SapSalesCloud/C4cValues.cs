using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>Values as OData 2 writes them ("JSON Verbose Format"), to and fro: decimals are texts, times <c>/Date(milliseconds)/</c>.</summary>
internal static partial class C4cValues
{
    public static JsonNode? Written(ODataModel model, ODataProperty property, JsonNode? value)
    {
        if (value is null)
            return null;
        if (value is JsonObject complex && model.Type(property.Type) is { } type)
        {
            var written = new JsonObject();
            foreach (var (name, part) in complex)
                written[name] = Written(model, type.Needed(name, property.Name), part);
            return written;
        }

        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return property.Type switch
        {
            "Edm.Decimal" or "Edm.Int64" or "Edm.Double" => text,
            "Edm.DateTime" => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? $"/Date({Milliseconds(time)})/" : text,
            "Edm.DateTimeOffset" => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? $"/Date({Milliseconds(time)}+0000)/" : text,
            "Edm.Guid" => Guid.TryParse(text, out var guid) ? guid.ToString() : text,   // a reference: ObjectID without the dashes of UUID
            "Edm.String" => text,
            _ => value.DeepClone(),
        };
    }

    /// <summary>In the form deliveries have it.</summary>
    public static JsonNode? Shown(ODataModel model, ODataProperty property, JsonNode? value)
    {
        if (value is JsonObject complex && model.Type(property.Type) is { } type)
        {
            var shown = new JsonObject();
            foreach (var (name, part) in complex)
                if (type.Property(name) is { } known)
                    shown[name] = Shown(model, known, part);
            return shown;
        }

        if (value is null || value.GetValueKind() != JsonValueKind.String)
            return value?.DeepClone();
        var text = value.GetValue<string>();
        return property.Type switch
        {
            _ when text.Length == 0 => null,   // a text that is cleared is empty
            "Edm.Decimal" or "Edm.Int64" or "Edm.Double" when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            "Edm.DateTime" or "Edm.DateTimeOffset" when Ticks().Match(text) is { Success: true } ticks => Time(property, long.Parse(ticks.Groups[1].Value, CultureInfo.InvariantCulture)),
            "Edm.Guid" => Guid.TryParse(text, out var guid) ? guid.ToString("N").ToUpperInvariant() : text,
            _ => value.DeepClone(),
        };
    }

    public static TargetFieldKind KindOf(ODataProperty property) => property.Type switch
    {
        "Edm.String" => property.MaxLength > 255 ? TargetFieldKind.LongText : TargetFieldKind.Text,
        "Edm.Decimal" or "Edm.Double" or "Edm.Single" or "Edm.Int16" or "Edm.Int32" or "Edm.Int64" or "Edm.Byte" => TargetFieldKind.Number,
        "Edm.Boolean" => TargetFieldKind.Flag,
        "Edm.DateTime" => TargetFieldKind.Date,
        "Edm.DateTimeOffset" => TargetFieldKind.Instant,
        "Edm.Guid" => TargetFieldKind.Reference,
        _ => TargetFieldKind.Any,
    };

    /// <summary>C4C has days as <c>Edm.DateTime</c> and points in time as <c>Edm.DateTimeOffset</c>.</summary>
    private static JsonValue Time(ODataProperty property, long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return JsonValue.Create(property.Type == "Edm.DateTime" && time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
    }

    private static string Milliseconds(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^/Date\((-?\d{1,15})([+-]\d{1,4})?\)/$")]
    private static partial Regex Ticks();
}
