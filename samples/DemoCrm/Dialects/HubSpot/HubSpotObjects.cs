using System.Globalization;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.HubSpot;

/// <summary>
/// Objects in batches of at most 100. A value that does not fit its property, or a property that is not there, refuses the batch; what is not there, or in the way, only its own record (207), named by its trace id. Results come in
/// another order than they were asked for, since HubSpot promises none.
/// </summary>
internal sealed class HubSpotObjects(StandInStore store, HubSpotDialect dialect)
{
    public const int Most = 100;

    private const string Merged = "hs_merged_object_ids";

    public StandInStore Store => store;

    /// <summary>An object by any name it has: plural, <c>p_name</c>, <c>p1234567_name</c>, type id.</summary>
    public StandInTable Table(string type)
    {
        var name = type.StartsWith($"p{HubSpotSchema.Portal}_", StringComparison.Ordinal) ? "p_" + type[(HubSpotSchema.Portal.Length + 2)..] : type;
        return store.Tables.FirstOrDefault(table => table.Name == name || TypeId(table) == name) is { } found && (dialect.HasCustomObjects || !IsCustom(found)) ? found
            : throw HubSpotRefusal.Invalid($"Unable to infer object type from: {type}");
    }

    public string TypeId(StandInTable table) => HubSpotSchema.TypeId(table.Name, 100 + store.Tables.ToList().IndexOf(table));

    public static bool IsCustom(StandInTable table) => table.Name.StartsWith("p_", StringComparison.Ordinal);

    /// <summary>What an id leads to: the record, the one it was merged into, or nothing.</summary>
    public static StandInRecord? Living(StandInTable table, string id) => table.Find(id) switch
    {
        { MergedInto: { } into } => Living(table, into),
        { Deleted: false } record => record,
        _ => null,
    };

    public IResult Save(string type, JsonObject body, bool isUpsert)
    {
        var table = Table(type);
        var inputs = Inputs(body);
        var problems = inputs.SelectMany(input => Problems(table, (JsonObject)input["properties"]!)).ToList();
        if (problems.Count > 0)
            throw HubSpotRefusal.Invalid("Property values were not valid", [.. problems]);
        if (inputs.GroupBy(input => (string?)input["id"]).Any(group => group.Count() > 1))
            throw HubSpotRefusal.Invalid("Duplicate IDs found in batch input");
        var (results, errors) = (new List<JsonNode>(), new List<JsonNode>());
        foreach (var input in inputs)
            SaveOne(table, input, isUpsert, results, errors);
        results.Reverse();
        return Answer(results, errors);
    }

    public IResult Read(string type, JsonObject body)
    {
        var table = Table(type);
        var by = (string?)body["idProperty"];
        Unique(table, by);
        var wanted = body["properties"]!.AsArray().Select(name => (string)name!).ToList();
        var (found, missing) = (new Dictionary<string, StandInRecord>(), new JsonArray());
        foreach (var id in Inputs(body).Select(input => (string)input["id"]!))
        {
            if ((by is null ? Living(table, id) : table.Where(by, id).SingleOrDefault()) is { } record)
                found[record.Id] = record;
            else
                missing.Add(id);
        }

        var errors = new List<JsonNode>();
        if (missing.Count > 0)
            errors.Add(Error("OBJECT_NOT_FOUND", $"Could not get some {type} objects, they may be deleted or not exist. Check that ids are valid.", new JsonObject { ["ids"] = missing }));
        return Answer([.. found.Values.Reverse().Select(record => Shown(table, record, wanted))], errors);
    }

    public IResult Archive(string type, JsonObject body)
    {
        var table = Table(type);
        foreach (var input in Inputs(body))
            if (Living(table, (string)input["id"]!) is { } record)
                table.Delete(record.Id);
        return Results.NoContent();
    }

    public JsonObject List(string type, int limit, string? after, string? properties)
    {
        var table = Table(type);
        if (limit > Most)
            throw HubSpotRefusal.Invalid("limit must be at most 100");
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var page = table.Present.Where(record => long.Parse(record.Id, CultureInfo.InvariantCulture) > from).Take(Math.Min(limit, dialect.PageSize) + 1).ToList();
        var isLast = page.Count <= Math.Min(limit, dialect.PageSize);
        var shown = isLast ? page : page[..^1];
        var answer = new JsonObject { ["results"] = new JsonArray([.. shown.Select(record => (JsonNode)Shown(table, record, [.. (properties ?? "").Split(',')]))]) };
        if (!isLast)
            answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = shown[^1].Id } };
        return answer;
    }

    /// <summary>One filter with IN: texts are compared without regard to case, and the values must be in small letters.</summary>
    public JsonObject Search(string type, JsonObject body)
    {
        var table = Table(type);
        var filter = body["filterGroups"]![0]!["filters"]![0]!;
        if ((string?)filter["operator"] != "IN")
            throw HubSpotRefusal.Invalid("this stand-in knows only IN");
        var values = filter["values"]!.AsArray().Select(value => (string)value!).ToHashSet(StringComparer.Ordinal);
        var hits = table.Present.Where(record => record.Text((string)filter["propertyName"]!) is { } text && values.Contains(text.ToLowerInvariant())).ToList();
        var (from, limit) = (int.Parse((string?)body["after"] ?? "0", CultureInfo.InvariantCulture), Math.Min((int?)body["limit"] ?? 10, dialect.PageSize));
        var wanted = body["properties"]!.AsArray().Select(name => (string)name!).ToList();
        var answer = new JsonObject { ["total"] = hits.Count, ["results"] = new JsonArray([.. hits.Skip(from).Take(limit).Select(record => (JsonNode)Shown(table, record, wanted))]) };
        if (from + limit < hits.Count)
            answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = $"{from + limit}" } };
        return answer;
    }

    public static List<JsonObject> Inputs(JsonObject body, int most = Most)
    {
        var inputs = (body["inputs"] as JsonArray)?.OfType<JsonObject>().ToList() ?? throw HubSpotRefusal.Invalid("inputs is required");
        return inputs.Count <= most ? inputs : throw HubSpotRefusal.Invalid($"Batch size of {inputs.Count} is larger than the maximum of {most}");
    }

    public IResult Answer(IReadOnlyList<JsonNode> results, IReadOnlyList<JsonNode> errors)
    {
        var now = store.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var body = new JsonObject { ["status"] = "COMPLETE", ["results"] = new JsonArray([.. results]), ["startedAt"] = now, ["completedAt"] = now };
        if (errors.Count > 0)
            (body["numErrors"], body["errors"]) = (errors.Count, new JsonArray([.. errors]));
        return Results.Json(body, statusCode: errors.Count > 0 ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK);
    }

    public static JsonObject Error(string category, string message, JsonObject context) =>
        new() { ["status"] = "error", ["category"] = category, ["message"] = message, ["context"] = context, ["errors"] = new JsonArray(), ["links"] = new JsonObject() };

    private void SaveOne(StandInTable table, JsonObject input, bool isUpsert, List<JsonNode> results, List<JsonNode> errors)
    {
        var (id, by, trace) = ((string)input["id"]!, (string?)input["idProperty"], (string?)input["objectWriteTraceId"]);
        Unique(table, by);
        var known = by is null ? Living(table, id) : table.Where(by, id).SingleOrDefault();
        if (known is null && (!isUpsert || by is null))
        {
            errors.Add(Error("OBJECT_NOT_FOUND", "Object not found.", new JsonObject { ["objectWriteTraceId"] = new JsonArray(trace) }));
            return;
        }

        var changes = new JsonObject();
        foreach (var (name, value) in (JsonObject)input["properties"]!)
            changes[name] = (string?)value is { Length: > 0 } text ? text : null;
        if (isUpsert && by is not null)
            changes[by] = id;
        if (table.UniqueFields.FirstOrDefault(field => (string?)changes[field] is { } value && table.Where(field, value).Any(other => other.Id != known?.Id)) is { } taken)
        {
            errors.Add(Error("CONFLICT", $"Object already exists. Existing ID: {table.Where(taken, (string)changes[taken]!)[0].Id}", new JsonObject { ["objectWriteTraceId"] = new JsonArray(trace) }));
            return;
        }

        var saved = known is null ? table.Create(changes) : table.Patch(known.Id, changes);
        var shown = Shown(table, saved, [.. changes.Select(change => change.Key)]);
        if (isUpsert)
            shown["new"] = known is null;
        if (trace is not null)
            shown["objectWriteTraceId"] = trace;
        results.Add(shown);
    }

    private static JsonObject Shown(StandInTable table, StandInRecord record, IReadOnlyList<string> wanted)
    {
        var properties = new JsonObject { ["hs_object_id"] = record.Id };
        foreach (var name in wanted.Where(name => table.FieldTypes.ContainsKey(name)))
            properties[name] = record.Text(name);
        if (wanted.Contains(Merged))
            properties[Merged] = string.Join(';', table.Ever.Where(other => other.MergedInto == record.Id).Select(other => other.Id)) is { Length: > 0 } ids ? ids : null;
        return new JsonObject
        {
            ["id"] = record.Id,
            ["properties"] = properties,
            ["archived"] = false,
            ["createdAt"] = record.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
            ["updatedAt"] = record.ChangedAt.ToString("O", CultureInfo.InvariantCulture),
        };
    }

    private static void Unique(StandInTable table, string? by)
    {
        if (by is not null && !table.UniqueFields.Contains(by))
            throw HubSpotRefusal.Invalid($"Unable to perform update/upsert by non-unique {table.Name} property {by} in portal ID {HubSpotSchema.Portal}");
    }

    private static IEnumerable<JsonNode> Problems(StandInTable table, JsonObject properties)
    {
        foreach (var (name, value) in properties)
        {
            if (!table.FieldTypes.TryGetValue(name, out var type))
                yield return Problem("PROPERTY_DOESNT_EXIST", $"Property \"{name}\" does not exist", name);
            else if ((string?)value is { Length: > 0 } text && Code(type, text) is { } code)
                yield return Problem(code, $"{text} was not a valid {type}.", name);
        }
    }

    private static JsonObject Problem(string code, string message, string name) => new() { ["message"] = message, ["code"] = code, ["context"] = new JsonObject { ["propertyName"] = new JsonArray(name) } };

    private static string? Code(string type, string text) => type switch
    {
        "number" when !decimal.TryParse(text, NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _) => "INVALID_DOUBLE",
        "bool" when text is not ("true" or "false") => "INVALID_BOOLEAN",
        "date" when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "INVALID_DATE",
        "datetime" when !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) => "INVALID_DATE",
        _ => null,
    };
}
