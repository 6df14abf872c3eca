using System.Text.Json.Nodes;

namespace IntegrationHub.Core.Mapping.Schema;

/// <summary>Pieces of JSON Schema (draft 7, which editors know best).</summary>
internal static class Json
{
    public const string Draft = "http://json-schema.org/draft-07/schema#";

    public static JsonObject Ref(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    public static JsonObject Types(params string[] types) => new() { ["type"] = types is [var one] ? one : Array(types) };

    public static JsonArray Array(params IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    public static JsonObject Enum(params IEnumerable<string> texts) => new() { ["enum"] = Array(texts) };

    /// <summary>An object with these keys and no others.</summary>
    public static JsonObject Keys(IEnumerable<KeyValuePair<string, JsonNode>> properties, params string[] required)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Value))), ["additionalProperties"] = false };
        if (required.Length > 0)
            schema["required"] = Array(required);
        return schema;
    }

    /// <summary>An object with any keys, and one kind of value.</summary>
    public static JsonObject Named(JsonNode value, bool mayBeEmpty = false)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = value };
        if (!mayBeEmpty)
            schema["minProperties"] = 1;
        return schema;
    }

    public static JsonObject List(JsonNode item, bool mayBeEmpty = false)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item };
        if (!mayBeEmpty)
            schema["minItems"] = 1;
        return schema;
    }

    public static JsonObject Has(params string[] keys) => new() { ["required"] = Array(keys) };

    public static JsonObject If(JsonNode condition, JsonNode then, JsonNode? otherwise = null)
    {
        var schema = new JsonObject { ["if"] = condition, ["then"] = then };
        if (otherwise is not null)
            schema["else"] = otherwise;
        return schema;
    }

    public static JsonObject Is(string type) => new() { ["type"] = type };

    public static JsonObject About(this JsonObject schema, string? description)
    {
        if (description is not null)
            schema.Insert(0, "description", description);
        return schema;
    }
}
