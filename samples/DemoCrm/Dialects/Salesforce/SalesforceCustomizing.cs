using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>Fields made by the Tooling API, and rights to them by records of <c>FieldPermissions</c> (Object Reference); both only for administrators.</summary>
internal sealed class SalesforceCustomizing(SalesforceOrg org, SalesforceDialect dialect)
{
    public void Map(RouteGroupBuilder data)
    {
        data.MapPost("/tooling/sobjects/CustomField", (JsonObject body) => Make(body));
        data.MapPost("/sobjects/{table}", (string table, JsonObject body) => Create(table, body));
    }

    private IResult Make(JsonObject body)
    {
        Allowed();
        if (((string?)body["FullName"])?.Split('.') is not [var table, var name] || body["Metadata"] is not JsonObject metadata || SalesforceSchema.TypeOf((string?)metadata["type"]) is not { } type)
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "FIELD_INTEGRITY_EXCEPTION", "FullName and a known type are needed");
        if (!org.Made.TryGetValue(table, out var made))
            org.Made[table] = made = [];
        if (org.FieldsOf(table).Select(field => field.Name).Concat(made.Select(one => one.Field.Name)).Contains(name))
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "DUPLICATE_DEVELOPER_NAME", $"There is already a field named {name} on {table}.");
        made.Add((new SalesforceField(name, type)
        {
            Length = (int?)metadata["length"] ?? 0,
            Precision = (int?)metadata["precision"] ?? 0,
            Scale = (int?)metadata["scale"] ?? 0,
            IsExternalId = (bool?)metadata["externalId"] ?? false,
            IsUnique = (bool?)metadata["unique"] ?? false,
            RefersTo = (string?)metadata["referenceTo"],
            ChildRelationship = (string?)metadata["relationshipName"] is { } relationship ? relationship + "__r" : null,
        }, false));
        return Created(SalesforceId.New("field", made.Count));
    }

    private IResult Create(string table, JsonObject body)
    {
        if (table == "FieldPermissions")
            Allowed();
        var (record, error) = org.Write(table, null, org.Read(table, body));
        if (error is not null)
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, error);
        if (table == "FieldPermissions" && record!.Text("Field")?.Split('.') is [var of, var name] && org.Made.TryGetValue(of, out var made))
            org.Made[of] = [.. made.Select(one => one.Field.Name == name ? (one.Field, true) : one)];
        return Created(record!.Id);
    }

    private void Allowed()
    {
        if (!dialect.MayCustomize)
            throw new SalesforceRefusal(StatusCodes.Status403Forbidden, "INSUFFICIENT_ACCESS", "insufficient access rights on entity");
    }

    private static IResult Created(string id) => Results.Json(new JsonObject { ["id"] = id, ["success"] = true, ["errors"] = new JsonArray() }, statusCode: StatusCodes.Status201Created);
}
