using System.Globalization;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>Values as Salesforce takes and keeps them.</summary>
internal static class SalesforceValue
{
    /// <summary>A value as it is kept; null: empty.</summary>
    /// <exception cref="SalesforceRefusal">It cannot be read as the field's type at all, which spoils the whole request.</exception>
    public static JsonNode? Read(SalesforceField field, JsonNode? value)
    {
        if (value is null)
            return field.Type == "boolean" ? false : null;
        if (value is not JsonValue)
            throw Unreadable(field);
        var text = value.ToString();
        switch (field.Type)
        {
            case "double":
                return text.Length == 0 ? null
                    : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Math.Round(number, field.Scale, MidpointRounding.AwayFromZero) : throw Unreadable(field);
            case "boolean":
                return bool.TryParse(text, out var flag) ? flag : throw Unreadable(field);
            case "date":
                return text.Length == 0 ? null
                    : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : throw Unreadable(field);
            case "datetime":
                return text.Length == 0 ? null
                    : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                        ? at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000" : throw Unreadable(field);
            default:
                return text.Trim() is { Length: > 0 } kept ? kept : null;
        }
    }

    private static SalesforceRefusal Unreadable(SalesforceField field) =>
        new(StatusCodes.Status400BadRequest, "JSON_PARSER_ERROR", $"Cannot deserialize instance of {field.Type} for {field.Name}");
}
