using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Zoho;

/// <summary>Fields of a module, and new ones: at most five in a call, their API names made of their labels.</summary>
internal static class ZohoFields
{
    private const int Most = 5;

    public static JsonArray Of(StandInTable table) => [.. table.FieldTypes.Select(field => (JsonNode)new JsonObject
    {
        ["api_name"] = field.Key, ["field_label"] = field.Key.Replace('_', ' '), ["data_type"] = field.Value.TrimEnd('!'), ["length"] = 255, ["system_mandatory"] = field.Value == "text!", ["read_only"] = false,
        ["unique"] = table.UniqueFields.Contains(field.Key) ? new JsonObject { ["casesensitive"] = "" } : new JsonObject(),
        ["associated_module"] = field.Value == "subform" ? new JsonObject { ["module"] = field.Key } : null,
    })];

    public static IResult Add(StandInTable table, JsonObject body)
    {
        var fields = body["fields"]!.AsArray().Select(field => field!.AsObject()).ToList();
        if (fields.Count > Most)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "LIMIT_EXCEEDED", "more than five fields");
        var rows = new JsonArray();
        foreach (var field in fields)
        {
            var name = ((string)field["field_label"]!).Replace(' ', '_');
            var isNew = table.FieldTypes.TryAdd(name, (string)field["data_type"]!);
            if (isNew && field["unique"] is not null)
                table.UniqueFields.Add(name);
            rows.Add(isNew ? new JsonObject { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["id"] = "1" }, ["message"] = "field created", ["status"] = "success" } : ZohoRefusal.Row("DUPLICATE_DATA", "duplicate field label", new JsonObject { ["api_name"] = "field_label" }));
        }

        return Results.Json(new JsonObject { ["fields"] = rows }, statusCode: rows.Any(row => (string?)row!["status"] == "error") ? StatusCodes.Status207MultiStatus : StatusCodes.Status201Created);
    }
}
