using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DemoCrm.Api;

namespace DemoCrm.Dialects.HubSpot;

/// <summary>
/// HubSpot: batches of objects, properties, schemas, default associations, search and the token endpoint, after the CRM API's guides (objects, associations v4, properties, "API usage guidelines and limits", "Error handling"). What a test sets here holds
/// for all that follows.
/// </summary>
public sealed class HubSpotDialect : IDialect
{
    private HubSpotAssociations? _associations;
    private int _used;

    public string Name => "hubspot";

    /// <summary>The account's calls a day.</summary>
    public int CallsADay { get; set; } = 250_000;

    /// <summary>The policy by which requests that are too many are refused.</summary>
    public string Policy { get; set; } = "TEN_SECONDLY_ROLLING";

    /// <summary>Records a page of a list has at most.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Whether the account may have custom objects (Enterprise).</summary>
    public bool HasCustomObjects { get; set; } = true;

    /// <summary>For tests: the ids of another object's records that a record is associated with.</summary>
    public IReadOnlyList<string> Associated(string from, string to, string id) => _associations?.Of(from, to, id) ?? [];

    public string NewId(string table, int number) => (10_000_000_000 + 1_000_000L * (table.Sum(letter => letter) % 1000) + number).ToString(CultureInfo.InvariantCulture);

    public void Furnish(StandInStore store)
    {
        foreach (var (name, properties) in HubSpotSchema.Objects)
        {
            var table = store.Table(name);
            table.FieldTypes[HubSpotSchema.Key] = "string";
            table.UniqueFields.Add(HubSpotSchema.Key);
            foreach (var property in properties)
                table.FieldTypes[property.Split(':')[0]] = property.Split(':') is [_, var type] ? type : "string";
        }

        store.Table("contacts").UniqueFields.Add("email");
    }

    public bool Strikes(HttpRequest request) => !request.Path.StartsWithSegments("/oauth");

    public bool Writes(HttpRequest request) => !HttpMethods.IsGet(request.Method) && request.Path.Value is { } path && !path.EndsWith("/batch/read", StringComparison.Ordinal) && !path.EndsWith("/search", StringComparison.Ordinal);

    public IResult Faulty(FaultKind kind, TimeSpan? retryAfter) => kind == FaultKind.TooBusy
        ? TooMany(Policy).Answer(retryAfter)
        : new HubSpotRefusal(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "internal error").Answer();

    public void Map(WebApplication app, StandInStore store, string secret)
    {
        var objects = new HubSpotObjects(store, this);
        var associations = _associations = new HubSpotAssociations(objects);
        var schema = new HubSpotMetadata(objects, this);
        app.MapPost("/oauth/v1/token", (HttpRequest request) => TokenAsync(request, secret));

        var crm = app.MapGroup("");
        crm.AddEndpointFilter((context, next) => GuardedAsync(store, secret, context, next));
        var records = crm.MapGroup("/crm/v3/objects/{type}");
        records.MapGet("/", (string type, int? limit, string? after, string? properties) => Results.Json(objects.List(type, limit ?? 10, after, properties)));
        records.MapPost("/batch/upsert", (string type, JsonObject body) => objects.Save(type, body, isUpsert: true));
        records.MapPost("/batch/update", (string type, JsonObject body) => objects.Save(type, body, isUpsert: false));
        records.MapPost("/batch/read", (string type, JsonObject body) => objects.Read(type, body));
        records.MapPost("/batch/archive", (string type, JsonObject body) => objects.Archive(type, body));
        records.MapPost("/search", (string type, JsonObject body) => Results.Json(objects.Search(type, body)));
        var links = crm.MapGroup("/crm/v4/associations/{from}/{to}/batch");
        links.MapPost("/associate/default", (string from, string to, JsonObject body) => associations.Associate(from, to, body));
        links.MapPost("/read", (string from, string to, JsonObject body) => associations.Read(from, to, body));
        links.MapPost("/archive", (string from, string to, JsonObject body) => associations.Archive(from, to, body));
        schema.Map(crm);
    }

    internal static HubSpotRefusal TooMany(string policy) => new(StatusCodes.Status429TooManyRequests, "RATE_LIMITS", $"You have reached your {policy.ToLowerInvariant()} limit.", policy: policy);

    private static async Task<IResult> TokenAsync(HttpRequest request, string secret)
    {
        var form = await request.ReadFormAsync();
        return form["grant_type"] == "refresh_token" && form["client_secret"] == secret && form["client_id"].Count > 0 && form["refresh_token"].Count > 0
            ? Results.Json(new JsonObject { ["access_token"] = secret, ["refresh_token"] = form["refresh_token"].ToString(), ["token_type"] = "bearer", ["expires_in"] = 1800 })
            : Results.Json(new JsonObject { ["status"] = "BAD_REFRESH_TOKEN", ["message"] = "missing or invalid refresh token", ["error"] = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
    }

    /// <summary>What comes before each call: the token, the account's calls, and one transaction.</summary>
    private async ValueTask<object?> GuardedAsync(StandInStore store, string secret, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.Request.Headers.Authorization != $"Bearer {secret}")
            return new HubSpotRefusal(StatusCodes.Status401Unauthorized, "INVALID_AUTHENTICATION", "Authentication credentials not found.").Answer();
        var headers = context.HttpContext.Response.Headers;
        headers["X-HubSpot-RateLimit-Daily"] = CallsADay.ToString(CultureInfo.InvariantCulture);
        headers["X-HubSpot-RateLimit-Daily-Remaining"] = Math.Max(0, CallsADay - _used - 1).ToString(CultureInfo.InvariantCulture);
        if (_used >= CallsADay)
            return TooMany("DAILY").Answer();
        Interlocked.Increment(ref _used);
        try
        {
            ValueTask<object?> answer;
            lock (store.Lock)
                answer = next(context);   // the handlers do not wait for anything
            return await answer;
        }
        catch (HubSpotRefusal refusal)
        {
            return refusal.Answer();
        }
        catch (Exception garbled) when (garbled is JsonException or InvalidOperationException or FormatException)
        {
            return HubSpotRefusal.Invalid("Invalid input JSON").Answer();
        }
    }
}
