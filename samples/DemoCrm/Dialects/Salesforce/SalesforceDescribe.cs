using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>What <c>/sobjects/{sObject}/describe</c> answers, as far as it says what an integration asks for.</summary>
internal static class SalesforceDescribe
{
    public static JsonObject Of(string table, IReadOnlyList<SalesforceField> fields) => new()
    {
        ["name"] = table,
        ["createable"] = true,
        ["updateable"] = true,
        ["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)Field(field))]),
        ["childRelationships"] = new JsonArray([.. SalesforceSchema.Objects.SelectMany(child => child.Value.Where(field => field.RefersTo == table && field.ChildRelationship is not null)
            .Select(field => (JsonNode)new JsonObject { ["childSObject"] = child.Key, ["field"] = field.Name, ["relationshipName"] = field.ChildRelationship, ["cascadeDelete"] = field.IsMaster }))]),
    };

    private static JsonObject Field(SalesforceField field) => new()
    {
        ["name"] = field.Name,
        ["type"] = field.Type,
        ["length"] = field.Length,
        ["precision"] = field.Precision,
        ["scale"] = field.Scale,
        ["externalId"] = field.IsExternalId,
        ["idLookup"] = field.IsExternalId || field.Type == "id",
        ["unique"] = field.IsUnique,
        ["nillable"] = !field.IsRequired,
        ["defaultedOnCreate"] = field.Type == "boolean",
        ["createable"] = field.IsWritable,
        ["updateable"] = field.IsWritable,
        ["restrictedPicklist"] = field.Values is not null,
        ["picklistValues"] = new JsonArray([.. (field.Values ?? []).Select(value => (JsonNode)new JsonObject { ["value"] = value, ["label"] = value, ["active"] = true })]),
        ["referenceTo"] = new JsonArray([.. field.RefersTo is { } to ? (JsonNode[])[to] : []]),
    };
}
