using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Reads what an environment says of a table: "Query table definitions using the Web API".</summary>
internal static class TableDescription
{
    /// <summary>One request for all that deliveries need.</summary>
    public static string Query(string name) => $"EntityDefinitions(LogicalName='{name}')?"
        + ODataService.Option("$select", "LogicalName,EntitySetName,PrimaryIdAttribute") + "&"
        + ODataService.Option("$expand", "Attributes($select=LogicalName,AttributeType,IsValidForCreate,IsValidForUpdate,RequiredLevel,AttributeOf),Keys($select=KeyAttributes,EntityKeyIndexStatus),"
            + "ManyToOneRelationships($select=ReferencingAttribute,ReferencingEntityNavigationPropertyName,ReferencedEntity),"
            + "OneToManyRelationships($select=ReferencingEntity,ReferencingAttribute,ReferencingEntityNavigationPropertyName,ReferencedEntityNavigationPropertyName,CascadeConfiguration)");

    public static Table Read(ApiAnswer answer)
    {
        var json = answer.Json();
        return new Table(Text(json, "LogicalName", answer), Text(json, "EntitySetName", answer), Text(json, "PrimaryIdAttribute", answer))
        {
            Columns = List(json, "Attributes").Where(column => Maybe(column, "AttributeOf") is null).Select(column => new Column(Text(column, "LogicalName", answer), Text(column, "AttributeType", answer),
                Flag(column, "IsValidForCreate"), Flag(column, "IsValidForUpdate"), column.TryGetProperty("RequiredLevel", out var level) && Maybe(level, "Value") == "ApplicationRequired"))
                .ToDictionary(column => column.Name, StringComparer.Ordinal),
            Keys = List(json, "Keys").Select(key => (Columns: List(key, "KeyAttributes").Select(column => column.GetString()!).ToList(), IsActive: Maybe(key, "EntityKeyIndexStatus") is null or "Active"))
                .Where(key => key.Columns.Count == 1).GroupBy(key => key.Columns[0]).ToDictionary(keys => keys.Key, keys => keys.Any(key => key.IsActive), StringComparer.Ordinal),
            Lookups = [.. List(json, "ManyToOneRelationships").Where(relation => Maybe(relation, "ReferencingEntityNavigationPropertyName") is { Length: > 0 })
                .Select(relation => new Lookup(Text(relation, "ReferencingEntityNavigationPropertyName", answer), Text(relation, "ReferencingAttribute", answer), Text(relation, "ReferencedEntity", answer)))],
            Children = [.. List(json, "OneToManyRelationships").Where(relation => Maybe(relation, "ReferencedEntityNavigationPropertyName") is { Length: > 0 } && Maybe(relation, "ReferencingEntityNavigationPropertyName") is { Length: > 0 })
                .Select(relation => new ChildTable(Text(relation, "ReferencedEntityNavigationPropertyName", answer), Text(relation, "ReferencingEntity", answer), Text(relation, "ReferencingAttribute", answer),
                    Text(relation, "ReferencingEntityNavigationPropertyName", answer), relation.TryGetProperty("CascadeConfiguration", out var cascade) && Maybe(cascade, "Delete") == "Cascade"))],
        };
    }

    public static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static string? Maybe(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Text(JsonElement element, string name, ApiAnswer answer) =>
        Maybe(element, name) ?? throw new ProtocolException($"{answer.What}: the description has no '{name}'. Check {answer.Check}.");

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
