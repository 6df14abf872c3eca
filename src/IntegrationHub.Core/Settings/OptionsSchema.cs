using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Core.Settings;

/// <summary>
/// JSON Schema of options classes, for editors: what <see cref="SettingsBinder"/> would fill, with defaults, ranges and docstrings. Keys are
/// written as the classes have them.
/// </summary>
public static class OptionsSchema
{
    /// <param name="type">An options class.</param>
    /// <param name="elsewhere">Keys that something else reads, with their schemas.</param>
    public static JsonObject Of(Type type, params IReadOnlyList<KeyValuePair<string, JsonNode>> elsewhere)
    {
        var defaults = Activator.CreateInstance(type)!;
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var value = property.GetValue(defaults);
            properties.Add(property.Name, Property(property, value));
            if (property.IsDefined(typeof(RequiredAttribute)) && value is null or "")
                required.Add(property.Name);
        }

        foreach (var (name, schema) in elsewhere)
            properties.Add(name, schema);
        var made = Described(XmlDocs.SummaryOf(type));
        made.Add("type", "object");
        made.Add("properties", properties);
        if (required.Count > 0)
            made.Add("required", required);
        made.Add("additionalProperties", false);
        return made;
    }

    private static JsonObject Property(PropertyInfo property, object? value)
    {
        var schema = Described(XmlDocs.SummaryOf(property));
        var nullable = new NullabilityInfoContext().Create(property).WriteState is NullabilityState.Nullable && !property.IsDefined(typeof(RequiredAttribute));
        foreach (var (key, node) in OfValue(property.PropertyType, nullable))
            if (key != "description" || !schema.ContainsKey(key))
                schema[key] = node?.DeepClone();
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema["minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
            schema["maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
        }

        if (property.GetCustomAttribute<MinLengthAttribute>() is { } least)
            schema[IsNamed(property.PropertyType) ? "minProperties" : "minItems"] = least.Length;
        if (Default(value) is { } given)
            schema["default"] = given;
        return schema;
    }

    private static JsonObject OfValue(Type type, bool nullable)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
            return new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(bare).Select(name => JsonValue.Create(name)), .. nullable ? new JsonNode?[] { null } : []]) };
        if (SettingsValue.IsOne(bare))
            return One(bare, nullable);
        if (IsNamed(bare))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = OfValue(bare.GetGenericArguments()[1], nullable: false) };
        if (bare.IsArray || bare.IsGenericType)
            return new JsonObject { ["type"] = "array", ["items"] = OfValue(bare.IsArray ? bare.GetElementType()! : bare.GetGenericArguments()[0], nullable: false) };
        var schema = Of(bare);
        if (nullable)
            schema["type"] = new JsonArray("object", "null");
        return schema;
    }

    /// <summary>The settings are texts underneath: <c>"8484"</c> is as good as <c>8484</c>.</summary>
    private static JsonObject One(Type type, bool nullable)
    {
        string[] types = type == typeof(bool) ? ["boolean", "string"]
            : type == typeof(int) || type == typeof(long) || type == typeof(short) ? ["integer", "string"]
            : type == typeof(decimal) || type == typeof(double) ? ["number", "string"]
            : ["string"];
        var schema = new JsonObject { ["type"] = nullable || types.Length > 1 ? new JsonArray([.. types.Select(name => JsonValue.Create(name)), .. nullable ? [JsonValue.Create("null")] : Array.Empty<JsonNode>()]) : types[0] };
        if (types[0] == "boolean")
            schema["pattern"] = "^([Tt]rue|[Ff]alse)$";
        else if (types[0] is "integer" or "number")
            schema["pattern"] = types[0] == "integer" ? @"^\s*[+-]?\d+\s*$" : @"^\s*[+-]?[\d.]+\s*$";
        else if (type == typeof(TimeSpan))
            schema["examples"] = new JsonArray("00:00:30");
        return schema;
    }

    private static JsonNode? Default(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        bool or int or long or short or decimal or double => JsonSerializer.SerializeToNode(value),
        Enum state => state.ToString(),
        TimeSpan duration => duration.ToString("c"),
        Uri address => address.ToString(),
        _ => null,
    };

    private static bool IsNamed(Type type) => type.IsGenericType && type.GetGenericArguments() is [var key, _] && key == typeof(string);

    private static JsonObject Described(string? summary) => summary is null ? [] : new JsonObject { ["description"] = summary };
}
