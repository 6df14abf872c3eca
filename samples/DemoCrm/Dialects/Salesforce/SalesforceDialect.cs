using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DemoCrm.Api;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>
/// Salesforce: sObject Collections, SOQL, describe, Bulk API 2.0 and the token endpoint, after the REST API, the Bulk API and the Object Reference guides. The org has the connector's metadata package.
/// What a test sets here holds for all that follows.
/// </summary>
public sealed class SalesforceDialect : IDialect
{
    private SalesforceLogin? _login;
    private int _used;

    public string Name => "salesforce";

    /// <summary>Where the token's answer says the API is; null: where it was asked for.</summary>
    public Uri? InstanceUrl { get; set; }

    /// <summary>The public key, as PEM, of the certificate that assertions are signed with; null: no assertion fits.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The org's calls a day.</summary>
    public int CallsADay { get; set; } = 15_000;

    /// <summary>Ids of records that somebody else holds: they and what hangs on them cannot be written.</summary>
    public HashSet<string> Locked { get; } = new(StringComparer.Ordinal);

    /// <summary>Records a page of a query has.</summary>
    public int PageSize { get; set; } = 2000;

    /// <summary>A validation rule of the org: what it says of a record that it does not like; null: it likes it.</summary>
    public Func<string, JsonObject, string?> Rule { get; set; } = (_, _) => null;

    /// <summary>How bulk jobs go.</summary>
    public SalesforceBulkPlan Bulk { get; } = new();

    /// <summary>Whether the integration user may make fields and grant them: not, unless somebody made it an administrator.</summary>
    public bool MayCustomize { get; init; }

    /// <summary>All sessions end: tokens that were given are refused from now on.</summary>
    public void EndSessions() => _login?.EndAll();

    public string NewId(string table, int number) => SalesforceId.New(table, number);

    public void Furnish(StandInStore store)
    {
        foreach (var (name, fields) in SalesforceSchema.Objects)
            foreach (var field in fields)
            {
                store.Table(name).FieldTypes[field.Name] = field.Type;
                if (field.IsUnique)
                    store.Table(name).UniqueFields.Add(field.Name);
            }

        foreach (var set in MayCustomize ? (string[])["ERP_Integration", "ERP_Viewer"] : [])
            store.Add("PermissionSet", new JsonObject { ["Name"] = set });
    }

    public bool Strikes(HttpRequest request) => !request.Path.StartsWithSegments("/services/oauth2");

    public bool Writes(HttpRequest request) => !HttpMethods.IsGet(request.Method);

    /// <summary>Salesforce answers 503 when it is too busy. That it says for how long is not documented; if it does, then as HTTP has it.</summary>
    public IResult Faulty(FaultKind kind, TimeSpan? retryAfter) => kind == FaultKind.TooBusy
        ? new Waiting(retryAfter, new SalesforceRefusal(StatusCodes.Status503ServiceUnavailable, "SERVER_UNAVAILABLE", "Too many requests are waiting for connections").Answer())
        : new SalesforceRefusal(StatusCodes.Status500InternalServerError, "UNKNOWN_EXCEPTION", "An unexpected error occurred.").Answer();

    public void Map(WebApplication app, StandInStore store, string secret)
    {
        var login = _login = new SalesforceLogin(this, store, secret);
        var org = new SalesforceOrg(store, this);
        var collections = new SalesforceCollections(org);
        var query = new SalesforceQuery(org, this);
        var bulk = new SalesforceBulk(org, collections, this);
        app.MapPost("/services/oauth2/token", login.TokenAsync);

        var data = app.MapGroup("/services/data/{version}");
        data.AddEndpointFilter((context, next) => GuardedAsync(login, store, context, next));
        data.MapGet("/", () => Results.Json(new JsonObject { ["sobjects"] = "/services/data/sobjects", ["query"] = "/services/data/query", ["composite"] = "/services/data/composite" }));
        data.MapGet("/limits", () => Results.Json(new JsonObject { ["DailyApiRequests"] = new JsonObject { ["Max"] = CallsADay, ["Remaining"] = Math.Max(0, CallsADay - _used) } }));
        data.MapGet("/query", (string q, string version) => Results.Json(query.Run(q, deletedToo: false, version)));
        data.MapGet("/queryAll", (string q, string version) => Results.Json(query.Run(q, deletedToo: true, version)));
        data.MapGet("/query/{locator}", (string locator, string version) => Results.Json(query.More(locator, version)));
        data.MapGet("/sobjects/{table}/describe", (string table) => Results.Json(SalesforceDescribe.Of(table, org.FieldsOf(table))));
        data.MapPatch("/composite/sobjects/{table}/{key}", (string table, string key, JsonObject body) => Results.Json(collections.Upsert(table, key, body)));
        data.MapPatch("/composite/sobjects", (JsonObject body) => Results.Json(collections.Update(body)));
        data.MapDelete("/composite/sobjects", (string ids) => Results.Json(collections.Delete(ids)));
        bulk.Map(data);
        new SalesforceCustomizing(org, this).Map(data);
    }

    /// <summary>What comes before and after each call: the session, the org's calls, and one transaction.</summary>
    private async ValueTask<object?> GuardedAsync(SalesforceLogin login, StandInStore store, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!login.IsGood(context.HttpContext.Request))
            return new SalesforceRefusal(StatusCodes.Status401Unauthorized, "INVALID_SESSION_ID", "Session expired or invalid").Answer();
        if (_used >= CallsADay)
            return new SalesforceRefusal(StatusCodes.Status403Forbidden, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.").Answer();
        context.HttpContext.Response.Headers["Sforce-Limit-Info"] = string.Create(CultureInfo.InvariantCulture, $"api-usage={Interlocked.Increment(ref _used)}/{CallsADay}");
        try
        {
            ValueTask<object?> answer;
            lock (store.Lock)
                answer = next(context);   // the handlers do not wait for anything
            return await answer;
        }
        catch (SalesforceRefusal refusal)
        {
            return refusal.Answer();
        }
        catch (JsonException)
        {
            return new SalesforceRefusal(StatusCodes.Status400BadRequest, "JSON_PARSER_ERROR", "Unexpected character").Answer();
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
