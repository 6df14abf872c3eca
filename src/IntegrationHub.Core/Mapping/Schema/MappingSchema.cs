using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Cases;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Fields;

namespace IntegrationHub.Core.Mapping.Schema;

/// <summary>
/// JSON Schema of mappings and of their cases, for editors that complete and check while one types. Made from what the compiler goes by: the
/// canonical types, the keys of the forms, the converters. It may overlook what the compiler refuses, but refuses nothing the compiler takes.
/// </summary>
public static class MappingSchema
{
    /// <summary>Of <c>&lt;entity&gt;.yaml</c>: inwards, outwards and overlays.</summary>
    /// <param name="converters">What mappings may name; null: the hub's own converters.</param>
    public static JsonObject OfMappings(ConverterSet? converters = null)
    {
        var definitions = new JsonObject(RuleSchema.Definitions(converters ?? ConverterSet.BuiltIn));
        foreach (var (name, schema) in CanonicalSchema.Definitions())
            definitions.Add(name, schema);
        definitions.Add("outwardField", OutwardField());
        definitions.Add("inward", Inward());
        definitions.Add("outward", Outward());
        definitions.Add("overlay", Overlay());
        return new JsonObject
        {
            ["$schema"] = Json.Draft,
            ["title"] = "IntegrationHub mapping",
            ["type"] = "object",
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["to"] = Json.Is("object") }, ["required"] = Json.Array("to") },
            ["then"] = Json.Ref("outward"),
            ["else"] = Json.If(new JsonObject { ["required"] = Json.Array("extends"), ["not"] = Json.Has("to") }, Json.Ref("overlay"), Json.Ref("inward")),
            ["definitions"] = definitions,
        };
    }

    /// <summary>Of <c>&lt;entity&gt;.cases.yaml</c>.</summary>
    public static JsonObject OfCases()
    {
        var byKey = new Dictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["name"] = new JsonObject { ["type"] = Json.Array("string", "number", "boolean"), ["minLength"] = 1 }.About("What the case shows, in a few words."),
            ["key"] = Json.Types("string", "number", "boolean", "null").About("The record's key; 1 when left out. Inwards only."),
            ["input"] = new JsonObject().About("The record as it comes: keys and values, or a text that is taken as it is."),
            ["expect"] = new JsonObject().About("The whole result. Outwards, a field that waits for another record's id is { ref: system/entity/id }."),
            ["refused"] = new JsonObject { ["type"] = Json.Array("string", "array"), ["items"] = Json.Is("string") }.About("The cause, or a list of causes, that the record is refused for."),
            ["leftOut"] = new JsonObject { ["const"] = true }.About("The mapping's 'only' leaves the record out."),
        };
        var item = Json.Keys(CaseFile.Keys.Select(key => KeyValuePair.Create(key, byKey.GetValueOrDefault(key) ?? new JsonObject())), "name", "input");
        item["oneOf"] = new JsonArray([.. CaseFile.Outcomes.Select(key => Json.Has(key))]);
        return new JsonObject { ["$schema"] = Json.Draft, ["title"] = "IntegrationHub cases of a mapping", ["type"] = "array", ["items"] = item };
    }

    private static JsonObject Inward()
    {
        var schema = Top(MappingCompiler.InwardKeys, new Dictionary<string, JsonNode>
        {
            ["from"] = Json.Keys([new("connector", Json.Ref("name")), new("entity", Json.Ref("name"))]).About("The source's entity; the file's name when left out."),
            ["to"] = Json.Enum(Entities.Names).About("The canonical entity."),
            ["sourceVersion"] = Json.Ref("rule"),
            ["sourceTime"] = Json.Ref("rule"),
            ["deleted"] = Json.Ref("rule"),
        }, "to");
        schema["allOf"] = new JsonArray([.. Enum.GetValues<EntityKind>().Select(kind => Json.If(
            new JsonObject { ["properties"] = new JsonObject { ["to"] = new JsonObject { ["const"] = Entities.NameOf(kind) } }, ["required"] = Json.Array("to") },
            new JsonObject { ["properties"] = new JsonObject { ["fields"] = Json.Ref($"fields of {Entities.NameOf(kind)}") } }.With(Required(kind))))]);
        return schema;
    }

    /// <summary>A mapping that stands alone has all that its entity needs; an overlay has it from its base.</summary>
    private static JsonObject? Required(EntityKind kind)
    {
        var required = CanonicalField.Of(Entities.TypeOf(kind)).Values.Where(field => field.Required && field.Name != "key").Select(field => field.Name).ToArray();
        return required.Length == 0 ? null : Json.If(Json.Has("extends"), new JsonObject(), new JsonObject { ["properties"] = new JsonObject { ["fields"] = Json.Has(required) } });
    }

    private static JsonObject With(this JsonObject schema, JsonObject? also)
    {
        if (also is not null)
            schema["allOf"] = new JsonArray(also);
        return schema;
    }

    private static JsonObject Outward() => Top(MappingCompiler.OutwardKeys, new Dictionary<string, JsonNode>
    {
        ["from"] = Json.Enum(Entities.Names).About("The canonical entity."),
        ["to"] = Json.Keys(
        [
            new("target", Json.Ref("name")),
            new("object", Json.Ref("name")),
            new("adopt", Json.List(Json.Ref("name")).About("Fields by which records that are there already are found, the strongest first, instead of making another.")),
        ]).About("The connection (or connector) it is for, and the object over there."),
        ["fields"] = Json.Named(Json.Ref("outwardField")),
    }, "from");

    /// <summary>An overlay that does not say what its base maps.</summary>
    private static JsonObject Overlay()
    {
        var anything = new JsonObject { ["type"] = "object" };
        return Top([.. MappingCompiler.InwardKeys.Union(MappingCompiler.OutwardKeys)], new Dictionary<string, JsonNode>
        {
            ["from"] = new JsonObject(),
            ["fields"] = anything.About("Fields to add, or to put in place of the base's. Say 'to' (outwards 'from') as the base does, and the editor knows which there are."),
        });
    }

    private static JsonObject Top(IEnumerable<string> keys, Dictionary<string, JsonNode> own, params string[] required)
    {
        Dictionary<string, Func<JsonNode>> shared = new(StringComparer.Ordinal)
        {
            ["only"] = () => Json.Ref("only"),
            ["fields"] = () => Json.Is("object"),
            ["extends"] = () => Json.Types("string").About("The mapping this one changes, further down the order of search: <connector>/<file>."),
            ["drop"] = () => Json.Ref("scalars"),
        };
        var schema = Json.Keys(keys.Select(key => KeyValuePair.Create(key, own.GetValueOrDefault(key) ?? (shared.TryGetValue(key, out var made) ? made() : new JsonObject()))));
        if (required.Length > 0)
            schema["anyOf"] = new JsonArray(Json.Has([.. required, "fields"]), Json.Has("extends"));
        return schema;
    }

    private static JsonObject OutwardField()
    {
        var link = Json.Keys([new("ref", Json.Ref("path")), new("optional", Json.Is("boolean"))], "ref");
        var each = Json.Keys([new("each", Json.Ref("path")), new("fields", Json.Named(Json.Ref("outwardField"))), new("only", Json.Ref("only"))]);
        var part = Json.Keys([new("fields", Json.Named(Json.Ref("outwardField")))]);
        var container = Json.If(new JsonObject { ["anyOf"] = new JsonArray(Json.Has("each"), Json.Has("only")) }, each, Json.If(Json.Has("fields"), part, Json.Ref("rule")));
        return new JsonObject
        {
            ["if"] = Json.Is("object"),
            ["then"] = Json.If(Json.Has("ref"), link, container),
            ["else"] = Json.Ref("rule"),
        }.About("A rule; or { ref: customer } for the target's id of another record, { each: lines, fields: … } for a list, { fields: … } for an object within.");
    }
}
