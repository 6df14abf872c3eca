using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>
/// Many records in one call (REST API Developer Guide, "sObject Collections"): at most 200, one answer per record in the order of the request, status 200 also when rows fail.
/// </summary>
internal sealed class SalesforceCollections(SalesforceOrg org)
{
    public const int Most = 200;

    public JsonArray Upsert(string table, string keyField, JsonObject body)
    {
        if (!org.FieldsOf(table).Any(field => field.Name == keyField && field.IsExternalId))
            throw new SalesforceRefusal(StatusCodes.Status404NotFound, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {keyField}");
        var rows = Rows(body).Select(record => org.Read(TypeOf(record, table), record)).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Select(row => (JsonNode)Answer(UpsertOne(table, keyField, row, seen), withCreated: true))];
    }

    public JsonArray Update(JsonObject body)
    {
        var rows = Rows(body).Select(record => (Table: TypeOf(record, null), Id: (string?)record["id"], Read: org.Read(TypeOf(record, null), record))).ToList();
        return [.. rows.Select(row =>
        {
            var (record, error) = org.Write(row.Table, row.Id ?? "", row.Read);
            return (JsonNode)Answer((record, error, false), withCreated: false);
        })];
    }

    public JsonArray Delete(string ids)
    {
        var list = ids.Split(',');
        if (list.Length > Most)
            throw TooMany();
        return [.. list.Select(id => (JsonNode)Row(id, org.Delete(id)))];
    }

    /// <summary>What an upsert of one record comes to; also a row of a bulk job.</summary>
    public (StandInRecord? Record, SalesforceError? Error, bool Created) UpsertOne(string table, string keyField, JsonObject row, HashSet<string> seen)
    {
        if ((string?)row[keyField] is not { Length: > 0 } key)
            return (null, new SalesforceError("MISSING_ARGUMENT", $"{keyField} not specified", keyField), false);
        if (!seen.Add(key))
            return (null, new SalesforceError("DUPLICATE_VALUE", $"Duplicate external id specified: {key}", keyField), false);
        var found = org.Store.Table(table).Where(keyField, key);
        if (found.Count > 1)
            return (null, new SalesforceError("DUPLICATE_EXTERNAL_ID", $"{keyField}: more than one record found for external id field: [{string.Join(", ", found.Select(record => record.Id))}]", keyField), false);
        var (record, error) = org.Write(table, found.Count == 1 ? found[0].Id : null, row);
        return (record, error, error is null && found.Count == 0);
    }

    private static JsonObject Answer((StandInRecord? Record, SalesforceError? Error, bool Created) outcome, bool withCreated)
    {
        var row = Row(outcome.Record?.Id, outcome.Error);
        if (withCreated)
            row["created"] = outcome.Created;
        return row;
    }

    private static JsonObject Row(string? id, SalesforceError? error)
    {
        var row = new JsonObject { ["success"] = error is null, ["errors"] = error is null ? [] : new JsonArray(error.Json(inRow: true)) };
        if (error is null)
            row["id"] = id;
        return row;
    }

    private static List<JsonObject> Rows(JsonObject body)
    {
        var rows = (body["records"] as JsonArray)?.OfType<JsonObject>().ToList();
        if (rows is null or { Count: 0 })
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "MISSING_ARGUMENT", "records is required");
        return rows.Count <= Most ? rows : throw TooMany();
    }

    private static SalesforceRefusal TooMany() => new(StatusCodes.Status400BadRequest, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {Most} records in this call");

    private static string TypeOf(JsonObject record, string? expected) =>
        (string?)record["attributes"]?["type"] is { } type && (expected is null || type == expected) ? type
        : throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALID_TYPE", "The type of each record must be specified, and the one of the address");
}
