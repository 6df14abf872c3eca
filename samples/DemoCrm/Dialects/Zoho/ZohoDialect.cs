using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DemoCrm.Api;

namespace DemoCrm.Dialects.Zoho;

/// <summary>
/// Zoho CRM v8: upsert, update, delete, single records with their subforms, COQL, fields, and the token endpoint, after the developer guide (Upsert Records, Update Records, COQL, Create Custom Fields, OAuth). What a test sets here holds for all that
/// follows.
/// </summary>
public sealed class ZohoDialect : IDialect
{
    private readonly ConcurrentDictionary<string, bool> _tokens = new(StringComparer.Ordinal);
    private int _number;

    public string Name => "zoho";

    /// <summary>Where the token's answer says the API is; null: where it was asked for.</summary>
    public Uri? ApiDomain { get; set; }

    /// <summary>Ids of records that an approval has locked.</summary>
    public HashSet<string> Locked { get; } = new(StringComparer.Ordinal);

    /// <summary>Records that COQL gives at most in one answer.</summary>
    public int PageSize { get; set; } = 2000;

    /// <summary>Whether one id that leads nowhere refuses a whole delete, which Zoho's guide leaves open.</summary>
    public bool RefusesUnknownDeletes { get; set; }

    /// <summary>Requests for a token so far.</summary>
    public int TokenRequests => _number;

    /// <summary>What was last sent to write records.</summary>
    public JsonObject? LastWrite { get; internal set; }

    /// <summary>All tokens that were given are refused from now on.</summary>
    public void EndSessions() => _tokens.Clear();

    public string NewId(string table, int number) => (4_150_868_000_000_000_000 + 1_000_000L * (table.Sum(letter => letter) % 100_000) + number).ToString(CultureInfo.InvariantCulture);

    public void Furnish(StandInStore store)
    {
        foreach (var (name, fields) in ZohoSchema.Modules)
        {
            var table = store.Table(name);
            foreach (var field in fields)
                table.FieldTypes[field.Split(':')[0].TrimEnd('!')] = field.Split(':') is [_, var type] ? type : field.EndsWith('!') ? "text!" : "text";
            if (name == "Order_Lines")
                continue;
            table.FieldTypes[ZohoSchema.Key] = "text";
            table.UniqueFields.Add(ZohoSchema.Key);
        }

        store.Table("Contacts").UniqueFields.Add("Email");
    }

    public bool Strikes(HttpRequest request) => !request.Path.StartsWithSegments("/oauth");

    public bool Writes(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !request.Path.Value!.EndsWith("/coql", StringComparison.Ordinal);

    /// <summary>That Zoho says for how long to wait is not documented; if it does, then as HTTP has it.</summary>
    public IResult Faulty(FaultKind kind, TimeSpan? retryAfter) => kind == FaultKind.TooBusy
        ? new Waiting(retryAfter, new ZohoRefusal(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", "You have exceeded the concurrency limit").Answer())
        : new ZohoRefusal(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "Internal Server Error").Answer();

    public void Map(WebApplication app, StandInStore store, string secret)
    {
        var records = new ZohoRecords(store, this);
        var query = new ZohoQuery(records, this);
        app.MapPost("/oauth/v2/token", (HttpRequest request) => TokenAsync(request, secret));
        var crm = app.MapGroup("/crm/v8");
        crm.AddEndpointFilter((context, next) => GuardedAsync(store, context, next));
        crm.MapPost("/coql", (JsonObject body) => query.Run(body));
        crm.MapGet("/settings/fields", (string module) => Results.Json(new JsonObject { ["fields"] = ZohoFields.Of(records.Table(module)) }));
        crm.MapPost("/settings/fields", (string module, JsonObject body) => ZohoFields.Add(records.Table(module), body));
        crm.MapPost("/{module}/upsert", (string module, JsonObject body) => records.Upsert(module, body));
        crm.MapPut("/{module}", (string module, JsonObject body) => records.Update(module, body));
        crm.MapDelete("/{module}", (string module, string ids) => records.Delete(module, ids));
        crm.MapGet("/{module}/{id}", (string module, string id) => records.Get(module, id));
    }

    /// <summary>A refused refresh is status 200 with an error.</summary>
    private async Task<IResult> TokenAsync(HttpRequest request, string secret)
    {
        var form = await request.ReadFormAsync();
        var number = Interlocked.Increment(ref _number);
        if (form["client_secret"] != secret)
            return Results.Json(new JsonObject { ["error"] = "invalid_client" });
        if (form["grant_type"] != "refresh_token" || form["refresh_token"] != $"refresh-{secret}")
            return Results.Json(new JsonObject { ["error"] = "invalid_code" });
        var token = $"1000.{number}.{Guid.NewGuid():N}";
        _tokens[token] = true;
        return Results.Json(new JsonObject
        {
            ["access_token"] = token,
            ["scope"] = "ZohoCRM.modules.ALL",
            ["token_type"] = "Bearer",
            ["expires_in"] = 3600,
            ["api_domain"] = (ApiDomain ?? new Uri($"{request.Scheme}://{request.Host}")).GetLeftPart(UriPartial.Authority),
        });
    }

    private async ValueTask<object?> GuardedAsync(StandInStore store, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!_tokens.ContainsKey(context.HttpContext.Request.Headers.Authorization.ToString().Replace("Zoho-oauthtoken ", "", StringComparison.Ordinal)))
            return new ZohoRefusal(StatusCodes.Status401Unauthorized, "INVALID_TOKEN", "invalid oauth token").Answer();
        try
        {
            ValueTask<object?> answer;
            lock (store.Lock)
                answer = next(context);   // the handlers do not wait for anything
            return await answer;
        }
        catch (ZohoRefusal refusal)
        {
            return refusal.Answer();
        }
        catch (Exception garbled) when (garbled is JsonException or InvalidOperationException)
        {
            return new ZohoRefusal(StatusCodes.Status400BadRequest, "INVALID_DATA", "body").Answer();
        }
    }

    private sealed class Waiting(TimeSpan? wait, IResult answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (wait is { } some)
                httpContext.Response.Headers.RetryAfter = ((long)some.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return answer.ExecuteAsync(httpContext);
        }
    }
}
