using System.Globalization;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Zoho;

/// <summary>
/// Records, at most 100 in a call, one answer per record in the order of the request. A field that the module does not have is overlooked. Rows of a subform without an id are added, those with one are changed, or taken away with <c>_delete</c>; those
/// that are not named stay.
/// </summary>
internal sealed class ZohoRecords(StandInStore store, ZohoDialect dialect)
{
    public const int Most = 100;

    private int _rows;

    public StandInTable Table(string module) => store.Find(module) ?? throw new ZohoRefusal(StatusCodes.Status400BadRequest, "INVALID_MODULE", "the module name given seems to be invalid", new JsonObject { ["resource_path_index"] = 0 });

    public IResult Upsert(string module, JsonObject body)
    {
        var table = Table(module);
        if ((body["duplicate_check_fields"] as JsonArray)?.Select(name => (string)name!).ToList() is not { Count: > 0 } by)
            by = [table.FieldTypes.First(field => field.Value == "text!").Key];   // the system's own: names
        if (by.FirstOrDefault(name => !table.UniqueFields.Contains(name) && table.FieldTypes.GetValueOrDefault(name) != "text!") is { } unfit)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "INVALID_DATA", "the field is not a duplicate check field", new JsonObject { ["api_name"] = "duplicate_check_fields", ["field"] = unfit });
        return Answer(Rows(body).Select((row, at) => Write(table, by.Select(name => (string?)row[name] is { } value ? table.Where(name, value).FirstOrDefault() : null).FirstOrDefault(found => found is not null), row, at, isUpsert: true)));
    }

    public IResult Update(string module, JsonObject body)
    {
        var table = Table(module);
        return Answer(Rows(body).Select((row, at) => table.Find((string?)row["id"] ?? "") is { Deleted: false } record
            ? Write(table, record, row, at, isUpsert: false)
            : ZohoRefusal.Row("INVALID_DATA", "the id given seems to be invalid", new JsonObject { ["api_name"] = "id", ["json_path"] = $"$.data[{at}].id" })));
    }

    public IResult Delete(string module, string ids)
    {
        var table = Table(module);
        if (ids.Split(',').Length > Most)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "LIMIT_EXCEEDED", "more than 100 ids");
        if (dialect.RefusesUnknownDeletes && ids.Split(',').Any(id => table.Find(id) is not { Deleted: false }))
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "INVALID_DATA", "the id given seems to be invalid", new JsonObject { ["id"] = ids.Split(',')[0] });
        return Answer([.. ids.Split(',').Select(id =>
        {
            if (table.Find(id) is not { Deleted: false })
                return ZohoRefusal.Row("INVALID_DATA", "the id given seems to be invalid", new JsonObject { ["id"] = id });
            table.Delete(id);
            return new JsonObject { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["id"] = id }, ["message"] = "record deleted", ["status"] = "success" };
        })]);
    }

    public IResult Get(string module, string id) => Table(module).Find(id) is { Deleted: false } record
        ? Results.Json(new JsonObject { ["data"] = new JsonArray(Shown(Table(module), record, [.. Table(module).FieldTypes.Keys])) })
        : Results.NoContent();

    public JsonObject Shown(StandInTable table, StandInRecord record, IEnumerable<string> fields)
    {
        var shown = new JsonObject { ["id"] = record.Id };
        foreach (var name in fields.Where(table.FieldTypes.ContainsKey))
            shown[name] = table.FieldTypes[name] == "datetime" && record.Text(name) is { } text
                ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)   // in the organization's time zone
                : record.Fields[name]?.DeepClone();
        return shown;
    }

    private List<JsonObject> Rows(JsonObject body)
    {
        dialect.LastWrite = body.DeepClone().AsObject();
        var rows = (body["data"] as JsonArray)?.OfType<JsonObject>().ToList() ?? throw new ZohoRefusal(StatusCodes.Status400BadRequest, "MANDATORY_NOT_FOUND", "required field not found", new JsonObject { ["api_name"] = "data" });
        return rows.Count <= Most ? rows : throw new ZohoRefusal(StatusCodes.Status400BadRequest, "LIMIT_EXCEEDED", "more than 100 records", new JsonObject { ["limit"] = Most });
    }

    private JsonObject Write(StandInTable table, StandInRecord? known, JsonObject row, int at, bool isUpsert)
    {
        if (known is not null && dialect.Locked.Contains(known.Id))
            return ZohoRefusal.Row("RECORD_LOCKED", "the record is locked", new JsonObject { ["id"] = known.Id });
        if (known is null && table.FieldTypes.FirstOrDefault(field => field.Value == "text!" && row[field.Key] is null) is { Key: { } missing })
            return ZohoRefusal.Row("MANDATORY_NOT_FOUND", "required field not found", new JsonObject { ["api_name"] = missing, ["json_path"] = $"$.data[{at}].{missing}" });
        foreach (var (name, value) in row)
            if (value is not null && table.FieldTypes.TryGetValue(name, out var type) && Expected(type, value) is { } expected)
                return ZohoRefusal.Row("INVALID_DATA", "invalid data", new JsonObject { ["api_name"] = name, ["expected_data_type"] = expected, ["json_path"] = $"$.data[{at}].{name}" });
        if (table.UniqueFields.FirstOrDefault(field => (string?)row[field] is { } value && table.Where(field, value).Any(other => other.Id != known?.Id)) is { } taken)
            return ZohoRefusal.Row("DUPLICATE_DATA", "duplicate data", new JsonObject { ["id"] = table.Where(taken, (string)row[taken]!)[0].Id, ["api_name"] = taken, ["json_path"] = $"$.data[{at}].{taken}" });
        var changes = new JsonObject();
        foreach (var (name, value) in row)
            if (table.FieldTypes.TryGetValue(name, out var type))
                changes[name] = type == "subform" ? Subform(known?.Fields[name] as JsonArray, value as JsonArray) : value?.DeepClone();
        var saved = known is null ? table.Create(changes) : table.Patch(known.Id, changes);
        var answer = new JsonObject { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["id"] = saved.Id }, ["message"] = known is null ? "record added" : "record updated", ["status"] = "success" };
        if (isUpsert)
            (answer["action"], answer["duplicate_field"]) = known is null ? ("insert", null) : ("update", ZohoSchema.Key);
        if (isUpsert && known is null)
            answer.Remove("duplicate_field");
        return answer;
    }

    private JsonArray Subform(JsonArray? known, JsonArray? sent)
    {
        var rows = (known ?? []).Select(row => row!.DeepClone().AsObject()).ToList();
        foreach (var row in (sent ?? []).OfType<JsonObject>())
        {
            var there = (string?)row["id"] is { } id ? rows.Find(one => (string?)one["id"] == id) : null;
            if (there is null)
                rows.Add(there = new JsonObject { ["id"] = $"{++_rows}" });
            if (row.ContainsKey("_delete"))
                rows.Remove(there);
            foreach (var (name, value) in row.Where(field => field.Key != "id"))
                there[name] = value?.DeepClone();
        }

        return [.. rows];
    }

    /// <summary>The type that was expected, when the value is of another.</summary>
    private string? Expected(string type, JsonNode value) => type switch
    {
        "double" or "integer" when value.GetValueKind() != System.Text.Json.JsonValueKind.Number => type,
        "boolean" when value.GetValueKind() is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) => type,
        "text" or "text!" when value.GetValueKind() != System.Text.Json.JsonValueKind.String || value.GetValue<string>().Length > 255 => "text",
        "date" when !DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "date",
        "datetime" when !DateTimeOffset.TryParseExact(value.ToString(), "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "datetime",
        "lookup" when (value as JsonObject)?["id"] is not { } id || store.Tables.All(table => table.Find(id.ToString()) is not { Deleted: false }) => "bigint",
        "subform" when value is not JsonArray rows || rows.OfType<JsonObject>().SelectMany(row => row).Any(field => field.Value is not null && store.Table("Order_Lines").FieldTypes.TryGetValue(field.Key, out var inner) && Expected(inner, field.Value) is not null) => "jsonarray",
        _ => null,
    };

    private static IResult Answer(IEnumerable<JsonObject> rows)
    {
        var data = new JsonArray([.. rows]);
        return Results.Json(new JsonObject { ["data"] = data }, statusCode: data.Any(row => (string?)row!["status"] == "error") ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK);
    }
}
