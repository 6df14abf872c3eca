using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DemoCrm.Dialects.C4c;

/// <summary>Answers requests to the service, called under the store's lock.</summary>
internal sealed partial class C4cAnswers(StandInStore store, string root)
{
    private const int PageSize = 1000;

    private readonly List<(StandInTable Table, string Id, StandInRecord? Before)> _done = [];

    public ODataReply Answer(ODataRequest request) => request switch
    {
        { Method: "GET", Path: "$metadata" } => new ODataReply(200, C4cTables.Metadata(store)) { Type = "application/xml" },
        { Method: "GET", Path: "" } => Json(200, new JsonObject { ["EntitySets"] = new JsonArray([.. store.Tables.Select(table => (JsonNode)$"{table.Name}Collection")]) }),
        { Method: "POST", Path: "$batch" } => Batch(request),
        _ => Tried(request),
    };

    private ODataReply Batch(ODataRequest request)
    {
        if (ODataMultipart.Read(request.Headers.GetValueOrDefault("Content-Type"), request.Body) is not { } groups)
            return C4cDialect.Error(400, "The batch is no multipart/mixed", isJson: false);
        return ODataMultipart.Answer(202, groups.Select(group => (group.IsChangeSet, Group(group.Requests, group.IsChangeSet))).ToList());
    }

    private IReadOnlyList<ODataReply> Group(IReadOnlyList<ODataRequest> requests, bool isChangeSet)
    {
        _done.Clear();
        var replies = new List<ODataReply>();
        foreach (var request in requests)
        {
            var reply = !isChangeSet && request.Method != "GET" ? C4cDialect.Error(400, "Modifying requests belong into a change set", isJson: false) : Tried(request);
            if (reply.IsSuccess)
            {
                replies.Add(reply);
                continue;
            }

            foreach (var (table, id, before) in Enumerable.Reverse(_done))
                table.Undo(id, before);
            return [reply];
        }

        return replies;
    }

    private ODataReply Tried(ODataRequest request)
    {
        try
        {
            return One(request);
        }
        catch (C4cRefusal refusal)
        {
            return C4cDialect.Error(refusal.Status, refusal.Message, request.Headers.GetValueOrDefault("Accept")?.Contains("json", StringComparison.Ordinal) == true || request.Option("$format") == "json");
        }
    }

    private ODataReply One(ODataRequest request)
    {
        var address = Address().Match(request.Path);
        var table = address.Success ? store.Find(address.Groups[1].Value) ?? throw new C4cRefusal(404, "Resource not found") : throw new C4cRefusal(404, "Resource not found");
        if (!address.Groups[2].Success)
            return request.Method switch
            {
                "GET" => List(table, request),
                "POST" => Made(table, Create(table, Sent(request), parent: null)),
                _ => throw new C4cRefusal(405, "Method not allowed"),
            };
        var record = table.Find(address.Groups[2].Value) is { Deleted: false } known ? known : throw new C4cRefusal(404, "Resource not found");
        if (request.Headers.GetValueOrDefault("If-Match") is { } etag && etag != Etag(record))
            throw new C4cRefusal(412, "The condition specified using HTTP conditional header(s) is not met");
        switch (request.Method)
        {
            case "GET":
                return Json(200, new JsonObject { ["results"] = Shown(table, record, request) });
            case "PATCH":
                Done(table, record.Id, record);
                table.Patch(record.Id, Checked(table, Sent(request), property => property.IsUpdatable));
                return new ODataReply(204);
            case "DELETE":
                foreach (var items in C4cTables.Properties(table).Where(property => property.Items is not null).Select(property => store.Find(property.Items!)!))
                    foreach (var item in items.Where("ParentObjectID", record.Id))
                        Delete(items, item);
                Delete(table, record);
                return new ODataReply(204);
            default:
                throw new C4cRefusal(405, "Method not allowed");
        }
    }

    private StandInRecord Create(StandInTable table, JsonObject sent, string? parent)
    {
        var items = C4cTables.Properties(table).Where(property => property.Items is not null && sent[property.Name] is JsonArray).ToList();
        var lists = items.ToDictionary(property => property.Items!, property => (JsonArray)sent[property.Name]!.DeepClone());
        foreach (var property in items)
            sent.Remove(property.Name);
        var fields = Checked(table, sent, property => property.IsCreatable);
        if (parent is not null)
            fields["ParentObjectID"] = parent;
        if (table.FieldTypes.ContainsKey("ParentObjectID") && fields["ParentObjectID"] is null)
            throw new C4cRefusal(400, "ParentObjectID is missing");
        var record = table.Create(fields);
        Done(table, record.Id, null);
        foreach (var (name, list) in lists)
            foreach (var item in list)
                Create(store.Find(name)!, item!.AsObject(), record.Id);
        return record;
    }

    private void Delete(StandInTable table, StandInRecord record)
    {
        Done(table, record.Id, record);
        table.Delete(record.Id);
    }

    private void Done(StandInTable table, string id, StandInRecord? before) => _done.Add((table, id, before));

    private static JsonObject Sent(ODataRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Body) as JsonObject is { Count: > 0 } sent ? sent : throw new C4cRefusal(400, "Error while parsing the body");
        }
        catch (JsonException)
        {
            throw new C4cRefusal(400, "Error while parsing the body");
        }
    }

    private static JsonObject Checked(StandInTable table, JsonObject sent, Predicate<C4cProperty> mayBe)
    {
        var properties = C4cTables.Properties(table).ToDictionary(property => property.Name);
        foreach (var (name, value) in sent)
        {
            var property = properties.GetValueOrDefault(name) ?? throw new C4cRefusal(400, $"Property '{name}' not found");
            if (!mayBe(property))
                throw new C4cRefusal(400, $"Property '{name}' is read-only");
            if (value is not null && !Fits(property, value))
                throw new C4cRefusal(400, $"Invalid value '{value}' for property '{name}'");
        }

        return sent;
    }

    private static bool Fits(C4cProperty property, JsonNode value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        return property.Type switch
        {
            "Edm.String" => text is not null && text.Length <= property.MaxLength,
            "Edm.Decimal" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "Edm.Boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "Edm.DateTime" or "Edm.DateTimeOffset" => text is not null && Ticks().IsMatch(text),
            "Edm.Guid" => Guid.TryParseExact(text, "D", out _),
            _ => false,
        };
    }

    private ODataReply List(StandInTable table, ODataRequest request)
    {
        if (request.Option("$format") != "json")
            return new ODataReply(200, "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>") { Type = "application/atom+xml" };
        var test = Filter(table, request.Option("$filter"));
        foreach (var name in request.Option("$select")?.Split(',') ?? [])
            if (!table.FieldTypes.ContainsKey(name))
                throw new C4cRefusal(400, $"Property '{name}' not found");
        var skip = int.Parse(request.Option("$skiptoken") ?? request.Option("$skip") ?? "0", CultureInfo.InvariantCulture);
        var top = int.Parse(request.Option("$top") ?? "1000000", CultureInfo.InvariantCulture);
        var found = table.Present.Where(record => test(name => name == "ObjectID" ? record.Id : record.Text(name)));
        if (request.Option("$orderby") == "ObjectID")
            found = found.OrderBy(record => record.Id, StringComparer.Ordinal);
        var rows = found.Skip(skip).Take(Math.Min(top, PageSize + 1)).ToList();
        var d = new JsonObject { ["results"] = new JsonArray([.. rows.Take(PageSize).Select(record => (JsonNode)Shown(table, record, request))]) };
        if (rows.Count > PageSize)
            d["__next"] = $"{root}{table.Name}Collection?{string.Join('&', request.Query.Where(option => option.Key != "$skiptoken").Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value)}"))}&$skiptoken={skip + PageSize}";
        return Json(200, d);
    }

    /// <summary>"Logical OR only works for the same property"; <c>*</c> stands for anything.</summary>
    private static Func<Func<string, string?>, bool> Filter(StandInTable table, string? filter)
    {
        if (filter is null)
            return _ => true;
        var properties = Compared().Matches(Quoted().Replace(filter, "''")).Select(match => match.Groups[1].Value).Distinct().ToList();
        if (properties.Find(name => !table.FieldTypes.ContainsKey(name)) is { } unknown)
            throw new C4cRefusal(400, $"Property '{unknown}' not found");
        if (properties.Count > 1 && Quoted().Replace(filter, "''").Contains(" or ", StringComparison.Ordinal))
            throw new C4cRefusal(400, "Logical OR is only supported for the same property");
        try
        {
            return ODataCondition.Of(filter, hasWildcards: true);
        }
        catch (FormatException wrong)
        {
            throw new C4cRefusal(400, wrong.Message);
        }
    }

    private JsonObject Shown(StandInTable table, StandInRecord record, ODataRequest request)
    {
        var select = request.Option("$select")?.Split(',');
        var row = new JsonObject
        {
            ["__metadata"] = new JsonObject { ["uri"] = $"{root}{table.Name}Collection('{record.Id}')", ["type"] = $"c4codataapi.{table.Name}", ["etag"] = Etag(record) },
        };
        foreach (var property in C4cTables.Properties(table).Where(property => select?.Contains(property.Name) != false))
        {
            if (property.Items is null)
                row[property.Name] = property.Name == "ObjectID" ? record.Id : record.Fields[property.Name]?.DeepClone() ?? (property.Type == "Edm.String" ? "" : null);
            else if (request.Option("$expand")?.Split(',').Contains(property.Name) == true)
                row[property.Name] = new JsonObject { ["results"] = new JsonArray([.. store.Find(property.Items)!.Where("ParentObjectID", record.Id).Select(item => (JsonNode)Shown(store.Find(property.Items)!, item, request with { Query = new Dictionary<string, string>() }))]) };
        }

        return row;
    }

    private ODataReply Made(StandInTable table, StandInRecord record) =>
        Json(201, new JsonObject { ["results"] = Shown(table, record, ODataRequest.Of("GET", "", new Dictionary<string, string>(), "")) }) with { Headers = [("Location", $"{root}{table.Name}Collection('{record.Id}')")] };

    private static string Etag(StandInRecord record) => $"W/\"datetimeoffset'2026-01-31T09%3A00%3A00.{record.Version:0000000}Z'\"";

    private static ODataReply Json(int status, JsonObject d) => new(status, new JsonObject { ["d"] = d }.ToJsonString());

    [GeneratedRegex(@"^(\w+)Collection(?:\('([^']*)'\))?/?$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^/Date\(-?\d+([+-]\d+)?\)/$")]
    private static partial Regex Ticks();

    [GeneratedRegex("'(?:[^']|'')*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(\w+) (?:eq|ne|ge) ")]
    private static partial Regex Compared();
}

/// <summary>A request that is refused.</summary>
internal sealed class C4cRefusal(int status, string message) : Exception(message)
{
    public int Status => status;
}
