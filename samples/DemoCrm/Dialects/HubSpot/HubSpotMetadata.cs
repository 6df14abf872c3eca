using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.HubSpot;

/// <summary>Properties, their groups, and the schemas of custom objects (CRM API, "Properties", "Object schemas").</summary>
internal sealed class HubSpotMetadata(HubSpotObjects objects, HubSpotDialect dialect)
{
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);

    public void Map(RouteGroupBuilder crm)
    {
        crm.MapGet("/crm/v3/properties/{type}", (string type) => Results.Json(new JsonObject { ["results"] = Properties(objects.Table(type)) }));
        crm.MapPost("/crm/v3/properties/{type}", (string type, JsonObject body) => Add(objects.Table(type), body));
        crm.MapPost("/crm/v3/properties/{type}/groups", (string type, JsonObject body) => AddGroup(objects.Table(type), body));
        crm.MapGet("/crm-object-schemas/v3/schemas", () => Results.Json(new JsonObject { ["results"] = new JsonArray([.. objects.Store.Tables.Where(HubSpotObjects.IsCustom).Where(_ => dialect.HasCustomObjects).Select(table => (JsonNode)Schema(table))]) }));
        crm.MapPost("/crm-object-schemas/v3/schemas", (JsonObject body) => AddSchema(body));
    }

    private IResult Add(StandInTable table, JsonObject body)
    {
        var name = (string)body["name"]!;
        if (table.FieldTypes.ContainsKey(name))
            throw new HubSpotRefusal(StatusCodes.Status409Conflict, "OBJECT_ALREADY_EXISTS", $"A property named '{name}' already exists.");
        if (!_groups.Contains($"{table.Name} {body["groupName"]}"))
            throw HubSpotRefusal.Invalid("Property Group does not exist");
        Take(table, body);
        return Results.Json(Property(table, name), statusCode: StatusCodes.Status201Created);
    }

    private IResult AddGroup(StandInTable table, JsonObject body)
    {
        if (!_groups.Add($"{table.Name} {body["name"]}"))
            throw new HubSpotRefusal(StatusCodes.Status409Conflict, "OBJECT_ALREADY_EXISTS", "This property group already exists.");
        return Results.Json(new JsonObject { ["name"] = (string)body["name"]!, ["label"] = (string)body["label"]!, ["displayOrder"] = -1, ["archived"] = false }, statusCode: StatusCodes.Status201Created);
    }

    private IResult AddSchema(JsonObject body)
    {
        if (!dialect.HasCustomObjects)
            throw new HubSpotRefusal(StatusCodes.Status403Forbidden, "MISSING_SCOPES", "This account does not have access to custom objects.");
        var table = objects.Store.Table($"p_{body["name"]}");
        foreach (var property in body["properties"]!.AsArray())
            Take(table, property!.AsObject());
        if (!table.FieldTypes.ContainsKey((string)body["primaryDisplayProperty"]!))
            throw HubSpotRefusal.Invalid("primaryDisplayProperty is not among the properties");
        return Results.Json(Schema(table), statusCode: StatusCodes.Status201Created);
    }

    private static void Take(StandInTable table, JsonObject property)
    {
        var name = (string)property["name"]!;
        table.FieldTypes[name] = (string)property["type"]!;
        if ((bool?)property["hasUniqueValue"] == true)
            table.UniqueFields.Add(name);
    }

    private static JsonArray Properties(StandInTable table) => [.. table.FieldTypes.Keys.Select(name => (JsonNode)Property(table, name))];

    private static JsonObject Property(StandInTable table, string name) => new()
    {
        ["name"] = name,
        ["label"] = name,
        ["description"] = "",
        ["type"] = table.FieldTypes[name],
        ["fieldType"] = table.FieldTypes[name] switch { "number" => "number", "bool" => "booleancheckbox", "string" => "text", _ => "date" },
        ["groupName"] = "erp",
        ["options"] = new JsonArray(),
        ["hasUniqueValue"] = table.UniqueFields.Contains(name),
        ["calculated"] = false,
        ["modificationMetadata"] = new JsonObject { ["archivable"] = true, ["readOnlyDefinition"] = false, ["readOnlyValue"] = false },
    };

    private JsonObject Schema(StandInTable table) => new()
    {
        ["id"] = objects.TypeId(table),
        ["objectTypeId"] = objects.TypeId(table),
        ["name"] = table.Name[2..],
        ["fullyQualifiedName"] = $"p{HubSpotSchema.Portal}_{table.Name[2..]}",
        ["labels"] = new JsonObject { ["singular"] = table.Name[2..], ["plural"] = table.Name[2..] + "s" },
        ["requiredProperties"] = new JsonArray(),
        ["properties"] = Properties(table),
        ["associations"] = new JsonArray([.. objects.Store.Tables.Where(other => other != table).Select(other => (JsonNode)new JsonObject { ["id"] = "1", ["fromObjectTypeId"] = objects.TypeId(table), ["toObjectTypeId"] = objects.TypeId(other) })]),
    };
}
