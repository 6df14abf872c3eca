using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Core.Mapping.Schema;

/// <summary>What can be written for each field of the canonical types.</summary>
internal static class CanonicalSchema
{
    /// <summary>One definition per canonical type, down to lines and addresses.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Definitions()
    {
        var types = new List<Type>(Enum.GetValues<EntityKind>().Select(Entities.TypeOf));
        for (var i = 0; i < types.Count; i++)
        {
            var fields = CanonicalField.Of(types[i]).Values.Where(field => field.Name != "key" || !types[i].IsSubclassOf(typeof(CanonicalRecord))).ToList();
            types.AddRange(fields.Select(field => field.Item).OfType<Type>().Where(item => !types.Contains(item)).Distinct());
            var owner = Words.Of(types[i]);
            yield return new($"fields of {owner}", Json.Keys(fields.Select(field => new KeyValuePair<string, JsonNode>(field.Name, Field(field, owner)))).About(XmlDocs.SummaryOf(types[i])));
        }
    }

    private static JsonObject Field(CanonicalField field, string owner)
    {
        var told = string.Join(" ", new[] { $"{Capital(field.Noun)}{(field.Required ? ", required" : "")}.", XmlDocs.SummaryOf(field.Property) }.OfType<string>());
        var schema = field.Item is { } item ? List(item)
            : field.States is { } states ? RuleSchema.State(states)
            : field.Type == typeof(Money) ? Json.Keys([new("amount", Json.Ref("rule")), new("currency", Json.Ref("rule")), new("minor", Minor())], "amount", "currency")
            : field.Type == typeof(Quantity) ? Quantity()
            : field.Type == typeof(RecordKey) ? Reference(field.ReferencedEntity(owner))
            : field.Type == typeof(JsonObject) ? Json.Named(Json.If(Json.Has("amount"), Exchanged(), Json.Ref("rule")))
            : new JsonObject { ["allOf"] = new JsonArray(Json.Ref("rule")) };
        return schema.About(told);
    }

    private static JsonObject Quantity() => Json.Keys(
    [
        new("value", Json.Ref("rule")),
        new("unit", Json.Ref("rule")),
        new("in", Json.Ref("rule")),
        new("units", Table("of units")),
        new("product", Json.Ref("rule")),
        new("round", Digits()),
    ], "value", "unit");

    /// <summary>An amount in another currency, for a custom field.</summary>
    private static JsonObject Exchanged() => new JsonObject
    {
        ["if"] = Json.Is("object"),
        ["then"] = Json.Keys(
        [
            new("amount", Json.Ref("rule")),
            new("currency", Json.Ref("rule")),
            new("minor", Minor()),
            new("to", Json.Ref("name")),
            new("rates", Table("of exchange rates")),
            new("on", Json.Ref("rule")),
            new("round", Digits()),
            new("maxAge", new JsonObject { ["type"] = Json.Array("integer", "string") }.About("The rate may be so many days old.")),
        ], "amount", "currency", "to", "rates", "on"),
        ["else"] = Json.Ref("rule"),
    };

    private static JsonObject Table(string what) => new JsonObject { ["type"] = "string", ["pattern"] = @"\.csv$" }.About($"A table {what} beside the mapping.");

    private static JsonObject Minor() => new JsonObject().About("True: the amount is in the smallest unit of its currency, such as cents.");

    private static JsonObject Digits() => new JsonObject { ["type"] = Json.Array("integer", "string") }.About("Digits after the point.");

    private static JsonObject Reference(string entity) => Json.Keys(
    [
        new("ref", new JsonObject { ["const"] = entity }),
        new("key", Json.Ref("rule")),
        new("system", Json.Ref("name")),
        .. RuleSchema.Keys(RuleCompiler.Steps),
    ], "ref", "key");

    /// <summary>A list made by <c>each</c>, or written out. In an overlay it may say only what changes.</summary>
    private static JsonObject List(Type item)
    {
        var fields = $"fields of {Words.Of(item)}";
        var list = Json.Keys([new("each", Json.Ref("path")), new("only", Json.Ref("only")), new("fields", Json.Ref(fields))]);
        list["type"] = Json.Array("object", "array");
        list["items"] = Json.Ref(fields);
        return list;
    }

    private static string Capital(string noun) => char.ToUpperInvariant(noun[0]) + noun[1..];
}
