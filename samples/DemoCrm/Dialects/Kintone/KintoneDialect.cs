using System.Globalization;
using System.Text.Json.Nodes;
using DemoCrm.Api;

namespace DemoCrm.Dialects.Kintone;

/// <summary>
/// kintone: apps with fields and tables, upsert by a unique field, a request taken whole or not at all, fields it does not have ignored without a word. Facts: kintone REST API (cybozu developer network); see
/// <c>tests/peers/crm-contracts/kintone/NOTES.md</c>.
/// </summary>
public sealed class KintoneDialect : IDialect
{
    public const string KeyField = "erp_id";

    /// <summary>The apps of the hub's own mappings, from number 1 on.</summary>
    public static IReadOnlyList<string> Apps { get; } = [.. KintoneApps.All.Keys];

    public string Name => "kintone";

    public string NewId(string table, int number) => number.ToString(CultureInfo.InvariantCulture);

    public void Furnish(StandInStore store)
    {
        for (var app = 0; app < Apps.Count; app++)
        {
            var table = store.Table((app + 1).ToString(CultureInfo.InvariantCulture));
            table.FieldTypes[KeyField] = "SINGLE_LINE_TEXT";
            table.UniqueFields.Add(KeyField);
            foreach (var (code, type) in KintoneApps.All[Apps[app]])
                table.FieldTypes[code] = type;
        }
    }

    public void Map(WebApplication app, StandInStore store, string secret)
    {
        app.Map("/k/v1/{**path}", async (HttpContext context, string path) =>
        {
            var request = context.Request;
            if (!request.Headers["X-Cybozu-API-Token"].ToString().Split(',').Contains(secret))
                return Error(520, "GAIA_IA02", "The specified API token does not match the API token generated via an app.");
            if (request.Method == "GET" && request.ContentType is not null)
                return Error(400, "CB_IJ01", "Invalid JSON string.");
            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
            var number = body["app"]?.ToString() ?? request.Query["app"].ToString();
            lock (store.Lock)
            {
                if (store.Find(number) is not { } table)
                    return Error(404, "GAIA_AP01", $"The app (ID: {number}) not found. The app may have been deleted.");
                return (request.Method, path) switch
                {
                    ("GET", "app/form/fields.json") => Results.Json(KintoneRecords.Form(table)),
                    ("GET", "records.json") => KintoneRecords.Read(table, request.Query),
                    ("PUT", "records.json") => KintoneRecords.Put(table, body),
                    ("DELETE", "records.json") => KintoneRecords.Delete(table, request.Query),
                    _ => Error(404, "CB_NO01", "Not found."),
                };
            }
        });
    }

    public bool Strikes(HttpRequest request) => true;

    public bool Writes(HttpRequest request) => request.Method != "GET";

    public IResult Faulty(FaultKind kind, TimeSpan? retryAfter) => new Waiting(
        kind == FaultKind.TooBusy ? Error(429, "GAIA_TM12", "Too many requests.") : Error(520, "CB_IS00", "An internal error has occurred."), kind == FaultKind.TooBusy ? retryAfter : null);

    internal static IResult Error(int status, string code, string message, JsonObject? errors = null)
    {
        var body = new JsonObject { ["code"] = code, ["id"] = "1505999166-897850006", ["message"] = message };
        if (errors is not null)
            body["errors"] = errors;
        return Results.Json(body, statusCode: status);
    }

    /// <summary>kintone says no time to wait; a proxy in front of it may.</summary>
    private sealed class Waiting(IResult answer, TimeSpan? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            if (retryAfter is { } wait)
                context.Response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return answer.ExecuteAsync(context);
        }
    }
}
