using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Dataverse;

/// <summary>Answers requests to the Web API, called under the store's lock.</summary>
internal sealed class DataverseService(StandInStore store, string root)
{
    private const int MostOperations = 1000;
    private const int PageSize = 5000;

    private readonly List<(StandInTable Table, string Id, StandInRecord? Before)> _done = [];

    public ODataReply Answer(ODataRequest request)
    {
        try
        {
            return (request.Method, request.Path) switch
            {
                ("GET", "WhoAmI") => Json(200, new JsonObject { ["BusinessUnitId"] = Guid.Empty.ToString(), ["UserId"] = Guid.Empty.ToString(), ["OrganizationId"] = Guid.Empty.ToString() }),
                ("POST", "$batch") => Batch(request),
                (_, var path) when path.StartsWith("EntityDefinitions", StringComparison.Ordinal) || path == "RelationshipDefinitions" => new DataverseDefinitions(store).Answer(request),
                _ => One(request),
            };
        }
        catch (DataverseRefusal refusal)
        {
            return refusal.Reply;
        }
    }

    private ODataReply Batch(ODataRequest request)
    {
        var groups = ODataMultipart.Read(request.Headers.GetValueOrDefault("Content-Type"), request.Body);
        if (groups is null || groups.Sum(group => group.Requests.Count) is 0 or > MostOperations)
            throw new DataverseRefusal(400, "0x80048d19", groups is null ? "The batch is no multipart/mixed." : "The batch has too many operations.");
        var goesOn = request.Headers.GetValueOrDefault("Prefer")?.Contains("odata.continue-on-error", StringComparison.Ordinal) == true;
        var answers = new List<(bool, IReadOnlyList<ODataReply>)>();
        var path = new Uri(root).AbsolutePath;
        foreach (var (isChangeSet, requests) in groups)
        {
            var replies = Group([.. requests.Select(one => one.Path.StartsWith(path, StringComparison.Ordinal) ? one with { Path = one.Path[path.Length..] } : one)]);
            answers.Add((isChangeSet, replies));
            if (!goesOn && !replies[^1].IsSuccess)
                break;
        }

        return ODataMultipart.Answer(200, answers);
    }

    /// <summary>All or nothing.</summary>
    private List<ODataReply> Group(IReadOnlyList<ODataRequest> requests)
    {
        _done.Clear();
        var replies = new List<ODataReply>();
        foreach (var request in requests)
        {
            var reply = Tried(request);
            if (!reply.IsSuccess)
            {
                foreach (var (table, id, before) in Enumerable.Reverse(_done))
                    table.Undo(id, before);
                return [reply];
            }

            replies.Add(reply);
        }

        return replies;
    }

    private ODataReply Tried(ODataRequest request)
    {
        try
        {
            return One(request);
        }
        catch (DataverseRefusal refusal)
        {
            return refusal.Reply;
        }
    }

    private ODataReply One(ODataRequest request)
    {
        var (set, key) = request.Path.TrimStart('/').Split('(', 2) is [var name, var rest] ? (name, rest.TrimEnd(')')) : (request.Path.TrimStart('/'), null);
        var table = DataverseTables.BySet(store, set) ?? throw new DataverseRefusal(404, "0x80060888", $"Resource not found for the segment '{set}'.");
        return (request.Method, key) switch
        {
            ("GET", null) => List(table, request),
            ("GET", _) => Json(200, Shown(table, Addressed(table, key) ?? throw NotThere(table, key), Selected(request))),
            ("POST", null) => Created(table, Write(table, Fields(table, request), id: null), request),
            ("PATCH", not null) => Upsert(table, key, request),
            ("DELETE", not null) => Delete(table, key),
            _ => throw new DataverseRefusal(405, "0x80060888", "The method is not allowed here."),
        };
    }

    private ODataReply Upsert(StandInTable table, string key, ODataRequest request)
    {
        var fields = Fields(table, request);
        if (Addressed(table, key) is { } there)
        {
            if (request.Headers.GetValueOrDefault("If-None-Match") == "*")
                throw new DataverseRefusal(412, "0x80040237", "A record with matching key values already exists.");
            if (request.Headers.GetValueOrDefault("If-Match") is { } version && version != "*" && version != Etag(there))
                throw new DataverseRefusal(412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided.");
            return Created(table, Write(table, fields, there.Id), request, status: 200);
        }

        if (request.Headers.GetValueOrDefault("If-Match") is not null)
            throw NotThere(table, key);
        if (AlternateKey(key) is { } alternate)
            fields[alternate.Column] = alternate.Value;
        return Created(table, Write(table, fields, id: null), request);
    }

    private ODataReply Delete(StandInTable table, string key)
    {
        var record = Addressed(table, key) ?? throw NotThere(table, key);
        foreach (var (other, column) in store.Tables.SelectMany(other => DataverseTables.Columns(other).Where(column => column.Targets.Contains(table.Name)).Select(column => (other, column))))
        {
            if (!column.IsParental)
                continue;
            foreach (var row in other.Where(column.Name, record.Id))
            {
                _done.Add((other, row.Id, row));
                other.Delete(row.Id);
            }
        }

        _done.Add((table, record.Id, record));
        table.Delete(record.Id);
        return new ODataReply(204);
    }

    private StandInRecord Write(StandInTable table, JsonObject fields, string? id)
    {
        foreach (var column in table.UniqueFields.Where(column => fields[column] is not null))
        {
            if (Rows(table).Any(row => row.Id != id && string.Equals(row.Text(column), fields[column]!.ToString(), StringComparison.OrdinalIgnoreCase)))
                throw new DataverseRefusal(412, "0x80060892", $"Entity Key {column} violated. A record with the same value for {column} already exists.");
        }

        var before = id is null ? null : table.Find(id);
        var record = id is null ? table.Create(fields) : table.Patch(id, fields);
        _done.Add((table, record.Id, before));
        return record;
    }

    private JsonObject Fields(StandInTable table, ODataRequest request)
    {
        if (JsonNode.Parse(request.Body) is not JsonObject sent || sent.Count == 0)
            throw new DataverseRefusal(400, "0x80048d19", "Error identified in Payload provided by the user: it is empty.");
        var fields = new JsonObject();
        var columns = DataverseTables.Columns(table).ToDictionary(column => column.Name);
        foreach (var (name, value) in sent)
        {
            if (name.EndsWith("@odata.bind", StringComparison.Ordinal))
            {
                var (column, target) = columns.Values.SelectMany(column => column.Targets.Select(target => (column, target))).FirstOrDefault(one => one.column.Navigation(one.target) == name[..^11]);
                fields[(column ?? throw Unknown(name)).Name] = value is null ? null : Bound(target, value.GetValue<string>()).Id;
            }
            else
            {
                fields[name] = DataverseValues.Checked(columns.GetValueOrDefault(name) ?? throw Unknown(name), value);
            }
        }

        return fields;
    }

    private StandInRecord Bound(string target, string address)
    {
        var parts = address.TrimStart('/').TrimEnd(')').Split('(', 2);
        var table = store.Find(target)!;
        return parts.Length == 2 && parts[0] == DataverseTables.SetOf(table) && Addressed(table, parts[1]) is { } record ? record : throw NotThere(table, parts[^1]);
    }

    private ODataReply List(StandInTable table, ODataRequest request)
    {
        var test = Filter(request.Option("$filter"));
        var columns = Selected(request);
        foreach (var unknown in columns?.Where(name => DataverseTables.Columns(table).All(column => Shown(column) != name)) ?? [])
            throw Unknown(unknown);
        var skip = int.Parse(request.Option("$skiptoken") ?? "0", CultureInfo.InvariantCulture);
        var size = request.Headers.GetValueOrDefault("Prefer")?.Split(',').FirstOrDefault(one => one.StartsWith("odata.maxpagesize=", StringComparison.Ordinal)) is { } most ? int.Parse(most.Split('=')[1], CultureInfo.InvariantCulture) : PageSize;
        var rows = Rows(table).Where(row => test(name => Value(table, row, name))).Skip(skip).Take(size + 1).ToList();
        var answer = new JsonObject { ["@odata.context"] = $"{root}$metadata#{DataverseTables.SetOf(table)}", ["value"] = new JsonArray([.. rows.Take(size).Select(row => (JsonNode)Shown(table, row, columns))]) };
        if (rows.Count > size)
            answer["@odata.nextLink"] = $"{root}{DataverseTables.SetOf(table)}?{string.Join('&', request.Query.Where(option => option.Key != "$skiptoken").Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value)}"))}&$skiptoken={skip + size}";
        return Json(200, answer);
    }

    private static Func<Func<string, string?>, bool> Filter(string? filter)
    {
        try
        {
            return filter is null ? _ => true : ODataCondition.Of(filter);
        }
        catch (FormatException wrong)
        {
            throw new DataverseRefusal(400, "0x80060888", wrong.Message);
        }
    }

    /// <summary>A field by the name that a filter has for it.</summary>
    private string? Value(StandInTable table, StandInRecord row, string name)
    {
        if (name.Split('/') is [var navigation, var further])
        {
            var (column, target) = DataverseTables.Columns(table).SelectMany(column => column.Targets.Select(target => (column, target))).FirstOrDefault(one => one.column.Navigation(one.target) == navigation);
            return column is null ? throw Unknown(name) : row.Text(column.Name) is { } id && store.Find(target)!.Find(id) is { } other ? Value(store.Find(target)!, other, further) : null;
        }

        if (name == DataverseTables.IdOf(table))
            return row.Id;
        var known = DataverseTables.Columns(table).FirstOrDefault(column => Shown(column) == name) ?? throw Unknown(name);
        return known.Name switch
        {
            "merged" => row.MergedInto is null ? "false" : "true",
            "masterid" => row.MergedInto,
            _ => row.Fields[known.Name] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? row.Text(known.Name)!.ToLowerInvariant() : row.Text(known.Name),
        };
    }

    private JsonObject Shown(StandInTable table, StandInRecord record, IReadOnlyList<string>? columns)
    {
        var row = new JsonObject { ["@odata.etag"] = Etag(record), [DataverseTables.IdOf(table)] = record.Id };
        foreach (var column in DataverseTables.Columns(table).Where(column => columns?.Contains(Shown(column)) != false && column.Type != "Uniqueidentifier"))
        {
            row[Shown(column)] = column.Name switch
            {
                "merged" => record.MergedInto is not null,
                "masterid" => record.MergedInto,
                _ => record.Fields[column.Name]?.DeepClone(),
            };
            if (column.Type == "Lookup" && row[Shown(column)] is { } id)
                row[$"{Shown(column)}@Microsoft.Dynamics.CRM.lookuplogicalname"] = column.Targets.First(target => store.Find(target)!.Find(id.GetValue<string>()) is not null);
        }

        return row;
    }

    private ODataReply Created(StandInTable table, StandInRecord record, ODataRequest request, int status = 201) =>
        request.Headers.GetValueOrDefault("Prefer")?.Contains("return=representation", StringComparison.Ordinal) == true
            ? Json(status, Shown(table, record, Selected(request)))
            : new ODataReply(204) { Headers = [("OData-Version", "4.0"), ("OData-EntityId", $"{root}{DataverseTables.SetOf(table)}({record.Id})")] };

    private static StandInRecord? Addressed(StandInTable table, string key)
    {
        if (AlternateKey(key) is not { } alternate)
            return table.Find(key) is { } known && (!known.Deleted || known.MergedInto is not null) ? known : null;
        if (!table.UniqueFields.Contains(alternate.Column))
            throw new DataverseRefusal(400, "0x80060888", $"The specified key attributes are not a defined key for the {table.Name} entity.");
        return Rows(table).FirstOrDefault(row => string.Equals(row.Text(alternate.Column), alternate.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>"If the data within a column that is used in an alternate key contains one of the characters …, then GET or PATCH actions won't work."</summary>
    private static (string Column, string Value)? AlternateKey(string key)
    {
        if (!key.Contains('=', StringComparison.Ordinal))
            return null;
        var (column, value) = (key[..key.IndexOf('=', StringComparison.Ordinal)], key[(key.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('\'').Replace("''", "'", StringComparison.Ordinal));
        return value.IndexOfAny(['/', '<', '>', '*', '%', '&', ':', '\\', '?', '+', '#']) < 0 ? (column, value) : throw new DataverseRefusal(400, "0x80060888", "Bad Request - Error in query syntax.");
    }

    /// <summary>Merged rows are still there.</summary>
    private static IEnumerable<StandInRecord> Rows(StandInTable table) => table.Ever.Where(row => !row.Deleted || row.MergedInto is not null);

    private static string Shown(DataverseColumn column) => column.Type == "Lookup" ? $"_{column.Name}_value" : column.Name;

    private static string[]? Selected(ODataRequest request) => request.Option("$select")?.Split(',');

    private static string Etag(StandInRecord record) => $"W/\"{record.Version}\"";

    private static ODataReply Json(int status, JsonObject body) => new(status, body.ToJsonString(JsonSerializerOptions.Default)) { Headers = [("OData-Version", "4.0")] };

    private static DataverseRefusal Unknown(string name) => new(400, "0x80060888", $"Could not find a property named '{name}'.");

    private static DataverseRefusal NotThere(StandInTable table, string key) => new(404, "0x80040217", $"Entity '{table.Name}' With Id = {(key.Contains('=', StringComparison.Ordinal) ? Guid.Empty.ToString() : key)} Does Not Exist");
}
