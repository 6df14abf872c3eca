using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Tryton.Tests;

/// <summary>A server that speaks Tryton's JSON-RPC: log-in, sessions, domains, errors with status 200. Its records are what a test puts in.</summary>
internal sealed class PretendTryton : IAsyncDisposable
{
    public const string Password = "s3same-öffne-dich";
    private ScriptedServer? _server;
    private string? _session;

    public ScriptedServer Server => _server!;

    /// <summary>How often somebody logged in.</summary>
    public int Logins { get; private set; }

    /// <summary>Rows by model, in Tryton's own form and in any order.</summary>
    public Dictionary<string, Func<JsonObject, IEnumerable<JsonObject>>> Models { get; } = new()
    {
        ["party.relation.type"] = _ => [Row("""{"id":1,"name":"has contact"}""")],
        ["company.company"] = _ => [Row("""{"id":1,"party":1,"currency.":{"code":"JPY","id":1}}""")],
    };

    /// <summary>What fields_get tells, by model.</summary>
    public Dictionary<string, string> Definitions { get; } = [];

    /// <summary>Answers instead of all else, when it answers.</summary>
    public Func<string, JsonArray, string?> Instead { get; set; } = (_, _) => null;

    public async Task<PretendTryton> StartAsync()
    {
        _server = await ScriptedServer.StartAsync(Answer);
        return this;
    }

    public TrytonOptions Options() => new() { BaseUrl = _server!.Address, Database = "erp", User = "sync", Password = new(Password), ContactRelations = ["has contact"] };

    /// <summary>The session is over: whoever comes with its key is told so.</summary>
    public void EndSession() => _session = null;

    public static JsonObject Row(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>The parameters of all calls of a method.</summary>
    public IEnumerable<JsonArray> Calls(string method) =>
        Server.Requests.Select(request => (JsonObject)JsonNode.Parse(request.Body)!).Where(call => call["method"]!.GetValue<string>() == method).Select(call => (JsonArray)call["params"]!);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private ServerAnswer Answer(ServerRequest request)
    {
        if (request.Path != "/erp/" || request.Method != "POST")
            return new(404, "Not Found", "text/plain");
        var call = (JsonObject)JsonNode.Parse(request.Body)!;
        var (method, parameters) = (call["method"]!.GetValue<string>(), (JsonArray)call["params"]!);
        if (method == "common.db.login")
        {
            if (parameters[1]!["password"]!.GetValue<string>() != Password)
                return new(401, "Unauthorized", "text/plain");
            _session = $"key-{++Logins}";
            return Result(call, $"""[2,"{_session}"]""");
        }

        if (_session is null || request.Headers.GetValueOrDefault("Authorization") != $"Session {Convert.ToBase64String(Encoding.UTF8.GetBytes($"sync:2:{_session}"))}")
            return new(401, "Unauthorized", "text/plain");
        if (Instead(method, parameters) is { } instead)
            return new(200, instead.Replace("$id", call["id"]!.ToJsonString(), StringComparison.Ordinal));
        var model = method.StartsWith("model.", StringComparison.Ordinal) ? method[6..method.LastIndexOf('.')] : "";
        return method[(method.LastIndexOf('.') + 1)..] switch
        {
            "get_preferences" => Result(call, """{"company":1,"language":"ja","company.rec_name":"北斗貿易"}"""),
            "today" => Result(call, """{"__class__":"date","year":2026,"month":11,"day":27}"""),
            "fields_get" => Result(call, Definitions.GetValueOrDefault(model, "{}")),
            "search_count" when Models.TryGetValue(model, out var rows) => Result(call, $"{rows((JsonObject)parameters[1]!).Count(row => Fulfils(row, parameters[0]!))}"),
            "search_read" when Models.TryGetValue(model, out var rows) => Result(call, Found(rows((JsonObject)parameters[5]!), parameters)),
            _ => new(200, $$"""{"id":{{call["id"]}},"error":["'{{model}}'",""]}"""),
        };
    }

    private static string Found(IEnumerable<JsonObject> rows, JsonArray parameters) =>
        new JsonArray([.. Sorted(rows.Where(row => Fulfils(row, parameters[0]!)), (JsonArray)parameters[3]![0]!).Skip(parameters[1]!.GetValue<int>()).Take(parameters[2]?.GetValue<int>() ?? int.MaxValue).Select(row => row.DeepClone())]).ToJsonString();

    private static IEnumerable<JsonObject> Sorted(IEnumerable<JsonObject> rows, JsonArray order) => order[0]!.GetValue<string>() == "id" ? rows.OrderBy(row => row["id"]!.GetValue<long>())
        : rows.OrderByDescending(row => row[order[0]!.GetValue<string>()] is JsonObject stamp ? Comparable(stamp) : -1);

    private static ServerAnswer Result(JsonObject call, string result) => new(200, $$"""{"id":{{call["id"]}},"result":{{result}}}""");

    /// <summary>Enough of the domain language: what is not asked of the row itself is not fulfilled.</summary>
    private static bool Fulfils(JsonObject row, JsonNode domain)
    {
        var clause = (JsonArray)domain;
        if (clause.Count == 0)
            return true;
        if (clause[0] is JsonValue first && first.GetValue<string>() == "OR")
            return clause.Skip(1).Any(one => Fulfils(row, one!));
        if (clause[0] is JsonArray)
            return clause.All(one => Fulfils(row, one!));
        var (name, comparison, value) = (clause[0]!.GetValue<string>(), clause[1]!.GetValue<string>(), clause[2]);
        if (!row.TryGetPropertyValue(name, out var own))
            return !name.Contains('.', StringComparison.Ordinal) && comparison is "=" or "in" && name is "company" or "kind" or "type" or "active" && value is not JsonArray { Count: 0 };
        return comparison switch
        {
            "in" => ((JsonArray)value!).Any(one => JsonNode.DeepEquals(one, own)),
            "=" => JsonNode.DeepEquals(own, value),
            "<" => Comparable(own) < Comparable(value),
            "<=" => own is not null && Comparable(own) <= Comparable(value),
            ">" => Comparable(own) > Comparable(value),
            ">=" => own is not null && Comparable(own) >= Comparable(value),
            _ => false,
        };
    }

    private static decimal Comparable(JsonNode? value) => value is JsonObject { Count: 4 } date ? new DateTime(date["year"]!.GetValue<int>(), date["month"]!.GetValue<int>(), date["day"]!.GetValue<int>()).Ticks
        : value is JsonObject stamp ? new DateTime(stamp["year"]!.GetValue<int>(), stamp["month"]!.GetValue<int>(), stamp["day"]!.GetValue<int>(), stamp["hour"]!.GetValue<int>(), stamp["minute"]!.GetValue<int>(), stamp["second"]!.GetValue<int>())
            .AddMicroseconds(stamp["microsecond"]!.GetValue<int>()).Ticks
        : decimal.Parse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
