using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>The fields of an app. Immutable.</summary>
internal sealed class KintoneForm(JsonElement answer)
{
    // cybozu developer network, "Field types": what a REST call cannot set
    private static readonly HashSet<string> ReadOnly = ["RECORD_NUMBER", "CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME", "CALC", "STATUS", "STATUS_ASSIGNEE", "CATEGORY", "REFERENCE_TABLE", "GROUP", "LABEL", "SPACER", "HR"];

    private readonly Dictionary<string, Field> _fields = Read(answer);

    /// <summary>The type of a field; null: the app has none of this code.</summary>
    public string? TypeOf(string code) => _fields.GetValueOrDefault(code)?.Type;

    /// <summary>Whether a field can bear the hub's key: kintone takes only a unique one for an upsert.</summary>
    public bool IsKey(string code) => _fields.GetValueOrDefault(code) is { Type: "SINGLE_LINE_TEXT", Unique: true };

    /// <summary>The type of a column of a table.</summary>
    public string? TypeOf(string table, string column) => _fields.GetValueOrDefault(table)?.Columns?.GetValueOrDefault(column)?.Type;

    /// <summary>All fields, those of tables too.</summary>
    public IReadOnlyList<TargetField> Described() =>
        [.. _fields.SelectMany(field => new[] { Described(field.Key, field.Value) }.Concat(field.Value.Columns?.Select(column => Described($"{field.Key}[].{column.Key}", column.Value)) ?? []))];

    private static TargetField Described(string name, Field field) => new(name, KindOf(field.Type), !ReadOnly.Contains(field.Type), field.Required) { Unique = field.Unique, MaxLength = field.MaxLength, Choices = field.Choices };

    private static TargetFieldKind KindOf(string type) => type switch
    {
        "SINGLE_LINE_TEXT" or "LINK" => TargetFieldKind.Text,
        "MULTI_LINE_TEXT" or "RICH_TEXT" => TargetFieldKind.LongText,
        "NUMBER" or "CALC" => TargetFieldKind.Number,
        "DATE" => TargetFieldKind.Date,
        "DATETIME" => TargetFieldKind.Instant,
        "DROP_DOWN" or "RADIO_BUTTON" => TargetFieldKind.Choice,
        "SUBTABLE" => TargetFieldKind.Lines,
        _ => TargetFieldKind.Any,
    };

    private static Dictionary<string, Field> Read(JsonElement answer) => answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        ? Fields(properties)
        : throw new ProtocolException("app/form/fields.json: kintone's answer has no 'properties'.");

    private static Dictionary<string, Field> Fields(JsonElement properties) => properties.EnumerateObject().ToDictionary(
        property => property.Name,
        property => new Field(
            property.Value.GetProperty("type").GetString()!, IsTrue(property.Value, "required"), IsTrue(property.Value, "unique"), Number(property.Value, "maxLength"),
            property.Value.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object ? [.. options.EnumerateObject().Select(option => option.Name)] : null,
            property.Value.TryGetProperty("fields", out var columns) && columns.ValueKind == JsonValueKind.Object ? Fields(columns) : null),
        StringComparer.Ordinal);

    private static bool IsTrue(JsonElement property, string name) => property.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int? Number(JsonElement property, string name) => property.TryGetProperty(name, out var value) && int.TryParse(value.ToString(), out var number) ? number : null;

    private sealed record Field(string Type, bool Required, bool Unique, int? MaxLength, IReadOnlyList<string>? Choices, Dictionary<string, Field>? Columns);
}
