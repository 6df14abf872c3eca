using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Odoo.Tests;

/// <summary>A server that speaks Odoo's JSON-RPC: log-in, domains in prefix notation, errors with status 200. Its records are what a test puts in.</summary>
internal sealed class PretendOdoo : IAsyncDisposable
{
    public const string Key = "s3same-öffne-dich";
    private ScriptedServer? _server;

    public ScriptedServer Server => _server!;

    /// <summary>Rows by model, in Odoo's own form and in any order. A stamp may have microseconds: they are kept and not shown.</summary>
    public Dictionary<string, Func<IEnumerable<JsonObject>>> Models { get; } = new() { ["res.partner"] = () => [], ["res.country"] = () => [] };

    /// <summary>What fields_get tells, by model: names and types.</summary>
    public Dictionary<string, string> Fields { get; } = new()
    {
        ["res.partner"] = "commercial_partner_id:many2one",
        ["res.country"] = "code:char",
    };

    /// <summary>Answers a call instead of all else, when it answers.</summary>
    public Func<string, string, string?> Instead { get; set; } = (_, _) => null;

    public async Task<PretendOdoo> StartAsync()
    {
        _server = await ScriptedServer.StartAsync(Answer);
        return this;
    }

    public OdooOptions Options() => new() { BaseUrl = _server!.Address, Database = "erp", User = "sync", ApiKey = new(Key), OverlapSeconds = 300 };

    public static JsonObject Row(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>The arguments of all calls of a model's method.</summary>
    public IEnumerable<JsonArray> Calls(string model, string method) =>
        Server.Requests.Select(request => JsonNode.Parse(request.Body)!["params"]!["args"]!.AsArray()).Where(args => args.Count > 4 && args[3]!.GetValue<string>() == model && args[4]!.GetValue<string>() == method);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private ServerAnswer Answer(ServerRequest request)
    {
        if (request.Path != "/jsonrpc" || request.Method != "POST")
            return new(404, "Not Found", "text/plain");
        var call = Row(request.Body);
        var args = (JsonArray)call["params"]!["args"]!;
        switch (call["params"]!["method"]!.GetValue<string>())
        {
            case "version":
                return Result(call, """{"server_version":"17.0"}""");
            case "authenticate":
                return Result(call, args[0]!.GetValue<string>() == "erp" && args[1]!.GetValue<string>() == "sync" && args[2]!.GetValue<string>() == Key ? "2" : "false");
        }

        if (args[1]!.GetValue<long>() != 2 || args[2]!.GetValue<string>() != Key)
            return Error(call, "odoo.exceptions.AccessDenied", "Access Denied");
        var (model, method) = (args[3]!.GetValue<string>(), args[4]!.GetValue<string>());
        if (Instead(model, method) is { } instead)
            return new(200, instead.Replace("$id", call["id"]!.ToJsonString(), StringComparison.Ordinal));
        if (!Models.TryGetValue(model, out var rows) || args[6]!["context"]!["active_test"]!.GetValue<bool>())
            return Error(call, "odoo.exceptions.UserError", $"Object {model} doesn't exist");
        if (method == "fields_get")
            return Result(call, new JsonObject(Fields[model].Split(' ').Append("id:integer").Append("write_date:datetime").Select(field => KeyValuePair.Create(field.Split(':')[0], (JsonNode?)new JsonObject { ["type"] = field.Split(':')[1] }))).ToJsonString());
        var found = rows().Where(row => Fulfils(row, (JsonArray)args[5]![0]!)).OrderBy(row => row["id"]!.GetValue<long>()).ToList();
        return method == "search_count" ? Result(call, $"{found.Count}")
            : Result(call, new JsonArray([.. found.Take(args[6]!["limit"]?.GetValue<int>() ?? int.MaxValue).Select(row => Shown(row, (JsonArray)args[6]!["fields"]!))]).ToJsonString());
    }

    private static JsonObject Shown(JsonObject row, JsonArray fields) => new(fields.Select(field => field!.GetValue<string>()).Append("id").Distinct()
        .Select(field => KeyValuePair.Create(field, (JsonNode?)(field == "write_date" ? JsonValue.Create(row[field]!.GetValue<string>()[..19]) : row[field]?.DeepClone() ?? JsonValue.Create(false)))));

    private static ServerAnswer Result(JsonObject call, string result) => new(200, $$"""{"jsonrpc":"2.0","id":{{call["id"]}},"result":{{result}}}""");

    public static string Failure(string id, string name, string message) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":200,"message":"Odoo Server Error","data":{"name":"{{name}}","message":"{{message}}"} } }""";

    private static ServerAnswer Error(JsonObject call, string name, string message) => new(200, Failure(call["id"]!.ToJsonString(), name, message));

    private static bool Fulfils(JsonObject row, JsonArray domain)
    {
        var at = 0;
        var fulfils = true;
        while (at < domain.Count)
            fulfils &= Next();
        return fulfils;

        bool Next()
        {
            var term = domain[at++]!;
            if (term is JsonArray clause)
                return Holds(row, clause);
            var (one, other) = (Next(), Next());
            return term.GetValue<string>() == "|" ? one || other : one && other;
        }
    }

    /// <summary>A dotted way leads through a list of ids to the rows that a test keeps inside the row, below the way's name.</summary>
    private static bool Holds(JsonObject row, JsonArray clause)
    {
        var (name, comparison, value) = (clause[0]!.GetValue<string>(), clause[1]!.GetValue<string>(), clause[2]);
        if (!row.TryGetPropertyValue(name, out var own))
            return !name.Contains("write_date", StringComparison.Ordinal);   // a clause of the entity itself, which a test does not keep
        return comparison switch
        {
            "in" => ((JsonArray)value!).Any(one => JsonNode.DeepEquals(one, own)),
            "not in" => !((JsonArray)value!).Any(one => JsonNode.DeepEquals(one, own)),
            "=" => JsonNode.DeepEquals(own, value),
            "!=" => !JsonNode.DeepEquals(own, value),
            _ when own is null || own.GetValueKind() == System.Text.Json.JsonValueKind.False => false,
            ">" => Compare(own, value!) > 0,
            ">=" => Compare(own, value!) >= 0,
            "<" => Compare(own, value!) < 0,
            _ => throw new InvalidOperationException($"The pretend Odoo does not know '{comparison}'."),
        };
    }

    private static int Compare(JsonNode own, JsonNode value) => own.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? string.CompareOrdinal(own.GetValue<string>(), value.GetValue<string>())
        : decimal.Parse(own.ToJsonString(), CultureInfo.InvariantCulture).CompareTo(decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture));
}
