using System.Globalization;
using System.Text.Json;

namespace SapStandIn.Metadata;

/// <summary>
/// Values by their Edm type: texts, truths, decimals (exact, with their scale), DateTime and DateTimeOffset. Numbers in texts are compared as SAP keeps them within: filled with
/// zeros on the left (the conversion exit ALPHA), so that order 9 stands before order 10.
/// </summary>
public static class EdmValue
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>What an ABAP field holds that nobody filled.</summary>
    public static object? Initial(EdmProperty property) => property.Type switch
    {
        "String" => "",
        "Boolean" => false,
        "Decimal" => new decimal(0, 0, 0, false, (byte)Math.Min(property.Scale, 28)),
        "Int16" or "Int32" or "Int64" or "Byte" => 0m,
        _ => null,
    };

    /// <summary>From a V2 JSON value: <c>/Date(…)/</c>, decimals as strings.</summary>
    /// <exception cref="FormatException">It is no value of this type.</exception>
    public static object? FromJson(EdmProperty property, JsonElement json) => (property.Type, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        ("Boolean", JsonValueKind.True or JsonValueKind.False) => json.GetBoolean(),
        ("DateTime" or "DateTimeOffset", JsonValueKind.String) => FromJsonDate(property.Type, json.GetString()!),
        ("Decimal", JsonValueKind.String) => decimal.Parse(json.GetString()!, NumberStyles.Number, Invariant),
        ("Int16" or "Int32" or "Int64" or "Byte", JsonValueKind.Number) => json.GetDecimal(),
        ("String", JsonValueKind.String) when property.MaxLength is { } most && json.GetString()!.Length > most => throw new FormatException($"{property.Name} is longer than {most}."),
        ("String" or "Guid" or "Time", JsonValueKind.String) => json.GetString(),
        _ => throw new FormatException($"{property.Name}: not a value of Edm.{property.Type}."),
    };

    /// <summary>How a value is ordered and compared; null comes first.</summary>
    public static string Sortable(EdmProperty property, object? value) => value switch
    {
        null => "",
        string text => IsDigits(text) ? text.PadLeft(Math.Min(property.MaxLength ?? 40, 40), '0') : text,
        bool truth => truth ? "1" : "0",
        DateTime date => date.Ticks.ToString("D20", Invariant),
        DateTimeOffset instant => instant.UtcTicks.ToString("D20", Invariant),
        decimal number => number < 0
            ? "0" + (99999999999999999999m + number).ToString("00000000000000000000.00000", Invariant)
            : "1" + number.ToString("00000000000000000000.00000", Invariant),
        _ => throw new InvalidOperationException($"{property.Name}: {value.GetType()}"),
    };

    public static void Write(Utf8JsonWriter json, EdmProperty property, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(property.Name);
                break;
            case bool truth:
                json.WriteBoolean(property.Name, truth);
                break;
            case decimal number when property.Type == "Decimal":
                json.WriteString(property.Name, number.ToString(Invariant));
                break;
            case decimal number:
                json.WriteNumber(property.Name, number);
                break;
            case DateTime date:
                json.WriteString(property.Name, $"/Date({Milliseconds(date.Ticks)})/");
                break;
            case DateTimeOffset instant:   // SAP's stamps have seven digits; V2's JSON has room for three, and the rest is cut off
                json.WriteString(property.Name, $"/Date({Milliseconds(instant.UtcTicks)}+0000)/");
                break;
            default:
                json.WriteString(property.Name, (string)value);
                break;
        }
    }

    /// <summary>As in keys of addresses: <c>'4711'</c>, <c>datetime'…'</c>.</summary>
    public static string Literal(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        DateTime date => $"datetime'{date:yyyy-MM-ddTHH:mm:ss}'",
        DateTimeOffset instant => $"datetimeoffset'{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffff}Z'",
        bool truth => truth ? "true" : "false",
        decimal number => number.ToString(Invariant) + "m",
        _ => "null",
    };

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static long Milliseconds(long ticks) => (long)Math.Floor((ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond);

    private static object FromJsonDate(string type, string text)
    {
        if (!text.StartsWith("/Date(", StringComparison.Ordinal) || !text.EndsWith(")/", StringComparison.Ordinal))
            throw new FormatException("Not /Date(milliseconds)/.");
        var inner = text[6..^2];
        var zone = inner.IndexOf('+', 1);
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(zone > 0 ? inner[..zone] : inner, NumberStyles.AllowLeadingSign, Invariant));
        return type == "DateTime" ? (object)DateTime.SpecifyKind(instant.UtcDateTime, DateTimeKind.Unspecified) : instant;
    }
}
