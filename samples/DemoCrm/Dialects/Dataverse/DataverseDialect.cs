using System.Text.Json;
using System.Text.Json.Nodes;
using DemoCrm.Api;

namespace DemoCrm.Dialects.Dataverse;

/// <summary>
/// Microsoft Dataverse, as Dynamics 365 Sales is built on it: Web API v9.2 with upsert by alternate key, <c>$batch</c> with change sets, table definitions, and the token endpoint of Microsoft Entra. Facts: Microsoft's
/// "Dataverse developer guide"; see <c>tests/peers/crm-contracts/dataverse/NOTES.md</c>.
/// </summary>
public sealed class DataverseDialect : IDialect
{
    private const string Root = "/api/data/v9.2/";
    private const string Token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.stand-in";

    public string Name => "dynamics365";

    public string NewId(string table, int number) => $"{Math.Abs(StableHash(table)) % 0xFFFFFFF:x8}-0000-11ee-8179-{number:x12}";

    public void Furnish(StandInStore store) => DataverseTables.Furnish(store);

    public void Map(WebApplication app, StandInStore store, string secret)
    {
        app.MapPost("/{tenant}/oauth2/v2.0/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return form["grant_type"] == "client_credentials" && form["client_secret"] == secret && form["scope"].ToString().EndsWith("/.default", StringComparison.Ordinal)
                ? Results.Json(new { token_type = "Bearer", expires_in = 3599, ext_expires_in = 3599, access_token = Token })
                : Results.Json(new { error = "invalid_client", error_description = "AADSTS7000215: Invalid client secret provided." }, statusCode: 400);
        });
        app.Map(Root + "{**path}", async (HttpContext context) =>
        {
            if (context.Request.Headers.Authorization != $"Bearer {Token}")
            {
                context.Response.Headers.WWWAuthenticate = "Bearer authorization_uri=https://login.microsoftonline.com/contoso/oauth2/authorize";
                return Results.StatusCode(401);
            }

            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            lock (store.Lock)
                return new DataverseService(store, $"{context.Request.Scheme}://{context.Request.Host}{Root}").Answer(ODataRequest.Of(context.Request.Method, raw[Root.Length..], headers, body)).Result();
        });
    }

    public bool Strikes(HttpRequest request) => request.Path.StartsWithSegments("/api/data", StringComparison.Ordinal) && !request.Path.Value!.Contains("EntityDefinitions", StringComparison.Ordinal);

    public bool Writes(HttpRequest request) => request.Method != HttpMethods.Get;

    public IResult Faulty(FaultKind kind, TimeSpan? retryAfter) => kind == FaultKind.TooBusy
        ? (Error(429, "0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds.") with { Headers = [("Retry-After", $"{(int)(retryAfter ?? TimeSpan.FromSeconds(30)).TotalSeconds}")] }).Result()
        : Error(500, "0x80040216", "An unexpected error occurred.").Result();

    internal static ODataReply Error(int status, string code, string message) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString(JsonSerializerOptions.Default));

    private static int StableHash(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)) & 0x7FFFFFF;
}
