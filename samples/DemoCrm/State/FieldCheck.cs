using System.Globalization;
using System.Text.Json;

namespace DemoCrm.State;

/// <summary>Holds incoming fields against an object's shape. Messages name fields, never their values.</summary>
internal static class FieldCheck
{
    /// <summary>The first thing wrong with these fields; null when they fit.</summary>
    public static CrmError? FirstError(CrmShape shape, IReadOnlyDictionary<string, JsonElement> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (shape.Field(name) is not { } field)
                return CrmError.Unprocessable("unknown_field", $"{shape.Name} has no field '{name}'.", name);
            if (value.ValueKind == JsonValueKind.Null)
                continue;
            if ((field.Kind == FieldKind.Lines ? LinesError(shape, field, value) : ValueError(field, value, name)) is { } error)
                return error;
        }
        return shape.Fields.FirstOrDefault(field => field.Required && !HasValue(fields, field.Name)) is { } missing
            ? CrmError.Unprocessable("missing_field", $"{shape.Name} needs the field '{missing.Name}'.", missing.Name)
            : null;
    }

    private static CrmError? LinesError(CrmShape shape, CrmField lines, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return Invalid(lines.Name, "a list");
        var index = 0;
        foreach (var line in value.EnumerateArray())
        {
            if (line.ValueKind != JsonValueKind.Object)
                return Invalid($"{lines.Name}[{index}]", "an object");
            foreach (var property in line.EnumerateObject())
            {
                var place = $"{lines.Name}[{index}].{property.Name}";
                if (lines.Lines!.FirstOrDefault(field => field.Name == property.Name) is not { } field)
                    return CrmError.Unprocessable("unknown_field", $"{shape.Name} has no field '{place}'.", place);
                if (property.Value.ValueKind != JsonValueKind.Null && ValueError(field, property.Value, place) is { } error)
                    return error;
            }
            index++;
        }
        return null;
    }

    private static CrmError? ValueError(CrmField field, JsonElement value, string place) => field.Kind switch
    {
        FieldKind.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _) ? null : Invalid(place, "a number"),
        FieldKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Invalid(place, "true or false"),
        FieldKind.Date => value.ValueKind == JsonValueKind.String && IsDate(value.GetString()!) ? null : Invalid(place, "a date, yyyy-mm-dd"),
        FieldKind.Instant => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _) ? null : Invalid(place, "a time, ISO 8601"),
        _ => value.ValueKind == JsonValueKind.String ? null : Invalid(place, "a text"),
    };

    private static bool HasValue(IReadOnlyDictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static CrmError Invalid(string place, string expected) =>
        CrmError.Unprocessable("invalid_value", $"The field '{place}' must be {expected}.", place);
}
