using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DemoCrm.Api;

namespace DemoCrm.Dialects.C4c;

/// <summary>
/// SAP Cloud for Customer (SAP Sales Cloud): OData V2 with CSRF tokens and sessions, ETags, <c>$batch</c> with change sets, <c>$metadata</c> that says what may be created and changed. It cannot upsert, and external
/// ids may repeat. Facts: SAP's "SAP Cloud for Customer OData API Developer's Guide"; see <c>tests/peers/crm-contracts/sap-c4c/NOTES.md</c>.
/// </summary>
public sealed class C4cDialect : IDialect
{
    private const string Root = "/sap/c4c/odata/v1/c4codataapi/";

    private int _sessions;

    public string Name => "sap-sales-cloud";

    public string NewId(string table, int number) => $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(table)))[..20]}{number:X12}";

    /// <summary>Ends all sessions: tokens that were given are stale.</summary>
    public void EndSessions() => Interlocked.Increment(ref _sessions);

    /// <summary>What the service says of itself.</summary>
    public static string Metadata(StandInStore store) => C4cTables.Metadata(store);

    public void Furnish(StandInStore store) => C4cTables.Furnish(store);

    public void Map(WebApplication app, StandInStore store, string secret) => app.Map(Root + "{**path}", async (HttpContext context) =>
    {
        var request = context.Request;
        if (request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"HUB:{secret}"))}")
            return Results.StatusCode(401);
        var (token, cookie) = ($"Xi6wOfG-{Volatile.Read(ref _sessions)}-WkhYW0eA==", $"SAP_SESSIONID=s{Volatile.Read(ref _sessions)}");
        if (request.Headers["x-csrf-token"].ToString().Equals("fetch", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers["x-csrf-token"] = token;
            context.Response.Headers.Append("Set-Cookie", $"{cookie}; path=/; secure; HttpOnly");
        }
        else if (request.Method != "GET" && (request.Headers["x-csrf-token"] != token || !request.Headers.Cookie.ToString().Contains(cookie, StringComparison.Ordinal)))
        {
            context.Response.Headers["x-csrf-token"] = "Required";
            return Results.Text("CSRF token validation failed", statusCode: 403);
        }

        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        lock (store.Lock)
            return new C4cAnswers(store, $"{request.Scheme}://{request.Host}{Root}").Answer(ODataRequest.Of(request.Method, raw[Root.Length..], headers, body)).Result();
    });

    public bool Strikes(HttpRequest request) => !request.Path.Value!.EndsWith("$metadata", StringComparison.Ordinal);

    public bool Writes(HttpRequest request) => request.Method != HttpMethods.Get;

    public IResult Faulty(FaultKind kind, TimeSpan? retryAfter) => kind == FaultKind.TooBusy
        ? (Error(429, "Too many requests", isJson: true) with { Headers = [("Retry-After", $"{(int)(retryAfter ?? TimeSpan.FromSeconds(30)).TotalSeconds}")] }).Result()
        : Error(500, "Internal error", isJson: true).Result();

    /// <summary>XML, unless JSON was asked for.</summary>
    internal static ODataReply Error(int status, string message, bool isJson) => isJson
        ? new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = "", ["message"] = new JsonObject { ["lang"] = "en", ["value"] = message } } }.ToJsonString())
        : new(status, $"""<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code/><message xml:lang="en">{System.Security.SecurityElement.Escape(message)}</message></error>""") { Type = "application/xml" };
}
