using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>
/// A record of Tryton as plain JSON, so that mappings can be read: a Decimal is a number with the digits it has, dates and times are ISO 8601, <c>"party."</c> is <c>party</c>. Nothing is
/// rounded and nothing is left out but the stamps of children. Names are sorted, and so are bare lists of ids: Tryton gives both in an order that changes when its server starts anew,
/// and unchanged records are known by their bytes.
/// </summary>
internal sealed partial class TrytonRecord
{
    private static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly IReadOnlyList<string> Stamps = ["create_date", "write_date"];

    private TrytonRecord(long id, JsonObject json, string? stamp) => (Id, Json, Stamp) = (id, json, stamp);

    public long Id { get; }

    public JsonObject Json { get; }

    /// <summary>The latest time of change of the record and the children that were read.</summary>
    public string? Stamp { get; }

    /// <exception cref="ProtocolException">It is no record.</exception>
    public static TrytonRecord Of(JsonElement row)
    {
        if (!row.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number))
            throw new ProtocolException("Tryton gave a record without its id. Check BaseUrl.");
        string? stamp = null;
        return new TrytonRecord(number, Object(row, isChild: false, ref stamp), stamp);
    }

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Json, Style);

    private static JsonObject Object(JsonElement row, bool isChild, ref string? stamp)
    {
        var made = new JsonObject();
        foreach (var field in row.EnumerateObject().Select(field => (Name: field.Name.TrimEnd('.'), field)).OrderBy(field => field.Name != "id").ThenBy(field => field.Name, StringComparer.Ordinal).ThenBy(field => field.field.Name.Length))
        {
            var value = Value(field.field.Value, ref stamp);
            if (Stamps.Contains(field.Name))
            {
                if (value is not null && string.CompareOrdinal(value.GetValue<string>(), stamp) > 0)
                    stamp = value.GetValue<string>();
                if (isChild)
                    continue;
            }

            made[field.Name] = value;
        }

        return made;
    }

    private static JsonNode? Value(JsonElement value, ref string? stamp)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return value.TryGetProperty("__class__", out var kind) ? Scalar(kind.GetString(), value) : Object(value, isChild: true, ref stamp);
            case JsonValueKind.Array:
                var list = new JsonArray();
                var items = value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) ? value.EnumerateArray().OrderBy(item => item.GetDouble()) : value.EnumerateArray().AsEnumerable();
                foreach (var item in items)
                    list.Add(Value(item, ref stamp));
                return list;
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(value);
        }
    }

    private static JsonNode? Scalar(string? kind, JsonElement value)
    {
        return kind switch
        {
            "Decimal" => Number(value.GetProperty("decimal").GetString() ?? ""),
            "date" => FormattableString.Invariant($"{Part("year"):0000}-{Part("month"):00}-{Part("day"):00}"),
            "datetime" => FormattableString.Invariant($"{Part("year"):0000}-{Part("month"):00}-{Part("day"):00}T{Part("hour"):00}:{Part("minute"):00}:{Part("second"):00}.{Part("microsecond"):000000}Z"),
            "time" => FormattableString.Invariant($"{Part("hour"):00}:{Part("minute"):00}:{Part("second"):00}.{Part("microsecond"):000000}"),
            "timedelta" => JsonNode.Parse(value.GetProperty("seconds").GetRawText()),
            "bytes" => value.GetProperty("base64").GetString()?.Replace("\n", "", StringComparison.Ordinal),
            _ => throw new ProtocolException($"Tryton gave a value of a kind that is not known here. Leave its field out of Fields."),
        };

        int Part(string name) => value.TryGetProperty(name, out var part) && part.TryGetInt32(out var number) ? number : throw new ProtocolException("Tryton gave half a date. Check BaseUrl.");
    }

    /// <summary>Python writes 1E+3 and 0E-8: the same digits, without an exponent. What is no number stays a text, and the mapping refuses it.</summary>
    private static JsonNode? Number(string text)
    {
        if (Decimals().Match(text) is not { Success: true } match)
            return text;
        var (whole, fraction) = (match.Groups["whole"].Value, match.Groups["fraction"].Value);
        var exponent = match.Groups["exponent"] is { Success: true } shift ? int.Parse(shift.Value, CultureInfo.InvariantCulture) : 0;
        if (Math.Abs(exponent) > 100)
            return text;
        if (exponent > 0)
            (whole, fraction) = (whole + fraction.PadRight(exponent, '0')[..exponent], fraction.Length > exponent ? fraction[exponent..] : "");
        else if (exponent < 0)
            (whole, fraction) = (whole.PadLeft(1 - exponent, '0')[..^-exponent], whole.PadLeft(1 - exponent, '0')[^-exponent..] + fraction);
        whole = whole.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
        return JsonNode.Parse($"{match.Groups["sign"].Value}{whole}{(fraction.Length > 0 ? "." : "")}{fraction}");
    }

    [GeneratedRegex(@"^(?<sign>-?)(?<whole>[0-9]+)(\.(?<fraction>[0-9]+))?(E(?<exponent>[+-]?[0-9]{1,4}))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimals();
}
