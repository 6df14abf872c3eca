using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DemoCrm.Dialects.Dataverse;

/// <summary>Shows and makes tables, columns, keys and relationships.</summary>
internal sealed partial class DataverseDefinitions(StandInStore store)
{
    private const string Space = "#Microsoft.Dynamics.CRM.";

    public ODataReply Answer(ODataRequest request)
    {
        var named = Named().Match(request.Path);
        var table = named.Success ? store.Find(named.Groups[1].Value) ?? throw new DataverseRefusal(404, "0x80060888", $"Could not find an entity with name {named.Groups[1].Value}.") : null;
        return (request.Method, table is null ? request.Path : named.Groups[2].Value) switch
        {
            ("GET", "") => new ODataReply(200, Described(table!).ToJsonString()),
            ("GET", "/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata") => Listed(table!, column => column.Type == "String", (column, shown) => shown["MaxLength"] = int.Parse(column.Words[1], CultureInfo.InvariantCulture)),
            ("GET", "/Attributes/Microsoft.Dynamics.CRM.DateTimeAttributeMetadata") => Listed(table!, column => column.Type is "DateOnly" or "DateTime",
                (column, shown) => shown["DateTimeBehavior"] = new JsonObject { ["Value"] = column.Type == "DateOnly" ? "DateOnly" : "UserLocal" }),
            ("POST", "EntityDefinitions") => Made(request, NewTable),
            ("POST", "RelationshipDefinitions") => Made(request, NewRelationship),
            ("POST", "/Attributes") => Made(request, body => NewColumn(table!, body)),
            ("POST", "/Keys") => Made(request, body => table!.UniqueFields.Add(body["KeyAttributes"]![0]!.GetValue<string>())),
            _ => throw new DataverseRefusal(404, "0x80060888", "Resource not found."),
        };
    }

    private JsonObject Described(StandInTable table) => new()
    {
        ["LogicalName"] = table.Name,
        ["EntitySetName"] = DataverseTables.SetOf(table),
        ["PrimaryIdAttribute"] = DataverseTables.IdOf(table),
        ["Attributes"] = new JsonArray([.. DataverseTables.Columns(table).Select(column => (JsonNode)new JsonObject
        {
            ["@odata.type"] = $"{Space}{TypeOf(column)}AttributeMetadata",
            ["LogicalName"] = column.Name,
            ["AttributeType"] = TypeOf(column),
            ["IsValidForCreate"] = column.Name is not ("merged" or "masterid"),
            ["IsValidForUpdate"] = column.Name is not ("merged" or "masterid") && column.Type != "Uniqueidentifier",
            ["RequiredLevel"] = new JsonObject { ["Value"] = column.Name is "name" or "lastname" ? "ApplicationRequired" : "None" },
            ["AttributeOf"] = null,
        })]),
        ["Keys"] = new JsonArray([.. table.UniqueFields.Select(column => (JsonNode)new JsonObject { ["KeyAttributes"] = new JsonArray(column), ["EntityKeyIndexStatus"] = "Active" })]),
        ["ManyToOneRelationships"] = new JsonArray([.. DataverseTables.Columns(table).SelectMany(column => column.Targets.Select(target => (JsonNode)new JsonObject
        {
            ["ReferencingAttribute"] = column.Name,
            ["ReferencingEntityNavigationPropertyName"] = column.Navigation(target),
            ["ReferencedEntity"] = target,
        }))]),
        ["OneToManyRelationships"] = new JsonArray([.. store.Tables.SelectMany(other => DataverseTables.Columns(other).Where(column => column.Targets.Contains(table.Name)).Select(column => (JsonNode)new JsonObject
        {
            ["ReferencingEntity"] = other.Name,
            ["ReferencingAttribute"] = column.Name,
            ["ReferencingEntityNavigationPropertyName"] = column.Navigation(table.Name),
            ["ReferencedEntityNavigationPropertyName"] = column.Relationship(other.Name),
            ["CascadeConfiguration"] = new JsonObject { ["Delete"] = column.IsParental ? "Cascade" : "RemoveLink" },
        }))]),
    };

    private static ODataReply Listed(StandInTable table, Func<DataverseColumn, bool> which, Action<DataverseColumn, JsonObject> more)
    {
        var list = new JsonArray();
        foreach (var column in DataverseTables.Columns(table).Where(which))
        {
            var shown = new JsonObject { ["LogicalName"] = column.Name };
            more(column, shown);
            list.Add(shown);
        }

        return new ODataReply(200, new JsonObject { ["value"] = list }.ToJsonString());
    }

    private ODataReply Made(ODataRequest request, Action<JsonObject> make)
    {
        var body = JsonNode.Parse(request.Body)!.AsObject();
        if (!HasPrefix(body["SchemaName"]) || (body["Lookup"] is { } lookup && !HasPrefix(lookup["SchemaName"])))
            throw new DataverseRefusal(400, "0x80044363", "The schema name has no prefix of a publisher.");
        make(body);
        return new ODataReply(204) { Headers = [("OData-Version", "4.0")] };
    }

    private bool HasPrefix(JsonNode? name) =>
        name is not null && store.Table("publisher").Present.Any(publisher => name.GetValue<string>().StartsWith($"{publisher.Text("customizationprefix")}_", StringComparison.Ordinal));

    private void NewTable(JsonObject body)
    {
        var name = body["SchemaName"]!.GetValue<string>();
        if (store.Find(name) is not null)
            throw new DataverseRefusal(400, "0x80044363", $"An entity with the specified name {name} already exists.");
        var table = store.Table(name);
        table.FieldTypes[DataverseTables.IdOf(table)] = "Uniqueidentifier";
        foreach (var column in body["Attributes"]!.AsArray())
            NewColumn(table, column!.AsObject());
    }

    private static void NewColumn(StandInTable table, JsonObject body)
    {
        var name = body["SchemaName"]!.GetValue<string>().ToLowerInvariant();
        var type = body["@odata.type"]!.GetValue<string>()["Microsoft.Dynamics.CRM.".Length..].Replace("AttributeMetadata", "", StringComparison.Ordinal);
        var written = type switch
        {
            "String" => $"String {body["MaxLength"]}",
            "DateTime" => body["DateTimeBehavior"]?["Value"]?.GetValue<string>() == "DateOnly" ? "DateOnly" : "DateTime",
            _ => type,
        };
        if (!table.FieldTypes.TryAdd(name, written))
            throw new DataverseRefusal(400, "0x80047013", $"An attribute with the specified name {name} already exists.");
    }

    private void NewRelationship(JsonObject body)
    {
        var table = store.Find(body["ReferencingEntity"]!.GetValue<string>())!;
        var isParental = body["CascadeConfiguration"]!["Delete"]!.GetValue<string>() == "Cascade";
        if (!table.FieldTypes.TryAdd(body["Lookup"]!["SchemaName"]!.GetValue<string>().ToLowerInvariant(), $"Lookup {body["ReferencedEntity"]}{(isParental ? $" {body["SchemaName"]}" : "")}"))
            throw new DataverseRefusal(400, "0x80047013", "The lookup already exists.");
    }

    private static string TypeOf(DataverseColumn column) => column.Type == "DateOnly" ? "DateTime" : column is { Type: "Lookup", Targets.Count: > 1 } ? "Customer" : column.Type;

    [GeneratedRegex(@"^EntityDefinitions\(LogicalName='(\w+)'\)(.*)$")]
    private static partial Regex Named();
}
