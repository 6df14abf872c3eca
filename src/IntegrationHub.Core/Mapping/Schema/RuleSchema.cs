using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Schema;

/// <summary>The forms that give one value, and the converters, as JSON Schema. Never narrower than <see cref="RuleCompiler"/>.</summary>
internal static class RuleSchema
{
    /// <summary>What each key of a rule takes. A key the compiler knows and this does not takes anything; a test tells.</summary>
    private static readonly Dictionary<string, Func<JsonObject>> ByKey = new(StringComparer.Ordinal)
    {
        ["from"] = () => Json.Ref("path"),
        ["value"] = () => Json.Ref("scalar").Described("The same for every record. Unquoted 30 is a number and true a truth value, quoted they are texts."),
        ["first"] = () => Json.List(Json.Ref("rule")).About("The first of several rules that is there."),
        ["join"] = () => Json.Keys(
        [
            new("of", Json.List(Json.Ref("rule")).About("What is joined.")),
            new("with", Json.Ref("scalar").Described("The text between.")),
        ], "of").About("The texts of those that are there, with something between."),
        ["as"] = () => Json.Ref("converters"),
        ["choose"] = () => Json.Named(Json.Ref("scalar")).About("A constant for each value; anything not listed takes 'otherwise'."),
        ["otherwise"] = () => Json.Ref("scalar").Described("For values 'choose' does not list: a constant, or refuse."),
        ["absent"] = () => new JsonObject
        {
            ["type"] = Json.Array("string", "number", "boolean", "null", "object"),
            ["properties"] = new JsonObject(AbsentRule.Kinds.Select(kind => KeyValuePair.Create(kind, (JsonNode?)Json.Ref("scalar")))),
            ["additionalProperties"] = false,
            ["minProperties"] = 1,
        }.About("What stands for a value that is not there, or refuse; for all ways of being absent, or by missing, null, empty and initial."),
    };

    public static IReadOnlyCollection<string> Known => ByKey.Keys;

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Definitions(ConverterSet converters)
    {
        yield return new("path", Json.Types("string", "number", "boolean").About("A path in the record: Number, to_Item.results, addresses[0].city, $.Currency; 'odd.name' in quotes."));
        yield return new("name", Json.Types("string", "number", "boolean"));
        yield return new("scalar", Json.Types("string", "number", "boolean", "null"));
        yield return new("scalars", new JsonObject { ["type"] = Json.Array("string", "number", "boolean", "null", "array"), ["items"] = Json.Ref("scalar") });
        yield return new("only", Json.Named(Json.Ref("scalars")).About("Which are taken: paths with the value or values they must have; the empty text stands for absent."));
        yield return new("rule", Rule());
        yield return new("converter", Converter(converters));
        yield return new("converters", new JsonObject
        {
            ["if"] = Json.Is("array"),
            ["then"] = Json.List(Json.Ref("converter"), mayBeEmpty: true),
            ["else"] = Json.Ref("converter"),
        }.About("The value through a converter, or through a list of them."));
    }

    /// <summary>The keys of a rule, or of what goes on like one.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode>> Keys(IEnumerable<string> keys) =>
        keys.Select(key => new KeyValuePair<string, JsonNode>(key, ByKey.TryGetValue(key, out var schema) ? schema() : new JsonObject()));

    /// <summary>A rule whose constants must be states of a field.</summary>
    public static JsonObject State(IReadOnlyList<string> states)
    {
        var results = new JsonObject { ["enum"] = new JsonArray([.. states.Select(state => JsonValue.Create(state)), JsonValue.Create(""), null]) };
        var rest = new JsonObject { ["enum"] = new JsonArray([.. states.Select(state => JsonValue.Create(state)), JsonValue.Create("refuse"), JsonValue.Create(""), null]) };
        return new JsonObject
        {
            ["allOf"] = new JsonArray(Json.Ref("rule"), new JsonObject { ["properties"] = new JsonObject { ["choose"] = Json.Named(results), ["otherwise"] = rest } }),
        };
    }

    private static JsonObject Rule()
    {
        var rule = Json.Keys(Keys(RuleCompiler.Keys));
        rule["type"] = Json.Array("string", "number", "boolean", "object");
        rule["if"] = Json.Is("object");
        rule["then"] = new JsonObject { ["oneOf"] = new JsonArray([.. RuleCompiler.Beginnings.Select(key => Json.Has(key))]) };
        return rule.About("A path alone, or a map: from, value, first or join, then 'as', then 'choose'.");
    }

    private static JsonObject Converter(ConverterSet converters)
    {
        var byName = converters.All.OrderBy(converter => converter.Name, StringComparer.Ordinal).ToList();
        return new JsonObject
        {
            ["if"] = Json.Is("object"),
            ["then"] = One(byName),
            ["else"] = Json.Enum(byName.Where(converter => !converter.Parameters.Any(parameter => parameter.Required)).Select(converter => converter.Name)),
        };
    }

    private static JsonObject One(IReadOnlyList<Converter> byName)
    {
        var one = Json.Keys(byName.Select(converter => new KeyValuePair<string, JsonNode>(converter.Name, Arguments(converter))));
        (one["minProperties"], one["maxProperties"]) = (1, 1);
        return one;
    }

    private static JsonObject Arguments(Converter converter)
    {
        var required = converter.Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name).ToArray();
        var named = Json.Keys(converter.Parameters.Select(parameter => new KeyValuePair<string, JsonNode>(parameter.Name, Argument(parameter).About(parameter.Summary))), required);
        var alone = converter.Parameters.Count == 0 || required.Length > 1 || (required.Length == 1 && !converter.Parameters[0].Required) ? null : Argument(converter.Parameters[0]);
        var forms = new JsonArray(named);
        if (alone is not null)
            forms.Add(alone);
        if (required.Length == 0)
            forms.Add(Json.Is("null"));
        return new JsonObject { ["anyOf"] = forms }.About(converter.Summary);
    }

    private static JsonObject Argument(Parameter parameter) => parameter.Kind switch
    {
        ParameterKind.Integer => new JsonObject { ["type"] = Json.Array("integer", "string"), ["pattern"] = @"^[+-]?\d+$" },
        ParameterKind.Decimal => new JsonObject { ["type"] = Json.Array("number", "string"), ["pattern"] = @"^[+-]?[\d.]+$" },
        ParameterKind.Choice => Json.Enum(parameter.Choices),
        ParameterKind.List => new JsonObject { ["type"] = Json.Array("string", "number", "boolean", "array"), ["items"] = Json.Ref("scalar") },
        ParameterKind.TimeZone => new JsonObject { ["type"] = "string", ["examples"] = Json.Array("Asia/Tokyo", "Europe/Berlin", "UTC") },
        _ => Json.Types("string", "number", "boolean"),
    };

    /// <summary>Draft 7 overlooks what stands beside <c>$ref</c>.</summary>
    private static JsonObject Described(this JsonObject reference, string description) => new JsonObject { ["allOf"] = new JsonArray(reference) }.About(description);
}
