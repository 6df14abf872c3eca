using DemoCrm.State;
using Microsoft.AspNetCore.Http.Features;

namespace DemoCrm.Api;

/// <summary><c>/api/{object}</c>: list, get, create, upsert, change and delete records.</summary>
internal static class RecordApi
{
    private const string ByExternalId = "/by-external-id/";

    public static void Map(WebApplication app, Crm crm)
    {
        app.MapGet("/api", () => Results.Json(new { objects = CrmShapes.All.Select(Described) }));
        var records = app.MapGroup("/api/{objectName}").AddEndpointFilter(async (context, next) =>
            crm.Shape((string)context.HttpContext.Request.RouteValues["objectName"]!) is null
                ? ApiAnswer.Of(CrmError.NotFound("object"))
                : await next(context));
        MapByExternalId(records, crm);
        MapById(records, crm);
    }

    private static void MapByExternalId(RouteGroupBuilder records, Crm crm)
    {
        records.MapGet("by-external-id/{**externalId}", (string objectName, HttpContext context) =>
            crm.WithExternalId(objectName, ExternalIdOf(context)) is [var record, ..]
                ? Results.Json(ApiAnswer.Of(record))
                : ApiAnswer.Of(CrmError.NotFound(crm.Shape(objectName)!.Singular)));

        records.MapPut("by-external-id/{**externalId}", async (string objectName, HttpContext context, CancellationToken cancellationToken) =>
        {
            var (inBody, fields, error) = await RecordBody.ReadRecordAsync(context.Request, cancellationToken);
            var externalId = ExternalIdOf(context);
            if (inBody is not null && inBody != externalId)
                error = CrmError.BadRequest("external_id_differs", "The body names another external id than the path.");
            return error is null ? ApiAnswer.Of(crm.Upsert(objectName, [new CrmWrite(externalId, fields)])[0]) : ApiAnswer.Of(error);
        });

        records.MapDelete("by-external-id/{**externalId}", (string objectName, HttpContext context) =>
            ApiAnswer.Of(crm.DeleteByExternalId(objectName, ExternalIdOf(context))));

        records.MapPost("batch-upsert", async (string objectName, HttpContext context, CancellationToken cancellationToken) =>
        {
            var (rows, error) = await RecordBody.ReadBatchAsync(context.Request, cancellationToken);
            return error is null ? ApiAnswer.Of(crm.Upsert(objectName, rows)) : ApiAnswer.Of(error);
        });
    }

    private static void MapById(RouteGroupBuilder records, Crm crm)
    {
        records.MapGet("", (string objectName, string? externalId, HttpRequest request, int page = 1, int pageSize = 50) =>
        {
            if (page < 1 || pageSize is < 1 or > 200)
                return ApiAnswer.Of(CrmError.BadRequest("invalid_value", "page must be 1 or more, pageSize 1 to 200."));
            var all = externalId is null ? crm.All(objectName) : crm.WithExternalId(objectName, externalId);
            foreach (var field in crm.Shape(objectName)!.Fields.Where(field => request.Query.ContainsKey(field.Name)))
                all = [.. all.Where(record => record.Fields.TryGetValue(field.Name, out var value) && value.ToString() == request.Query[field.Name].ToString())];
            var items = all.Skip((page - 1) * pageSize).Take(pageSize).Select(ApiAnswer.Of);
            return Results.Json(new { total = all.Count, page, pageSize, items });
        });

        records.MapPost("", async (string objectName, HttpContext context, CancellationToken cancellationToken) =>
        {
            var (externalId, fields, error) = await RecordBody.ReadRecordAsync(context.Request, cancellationToken);
            return error is null ? ApiAnswer.Of(crm.Create(objectName, externalId, fields)) : ApiAnswer.Of(error);
        });

        records.MapGet("{id}", (string objectName, string id) =>
            crm.Find(objectName, id) is { } record ? Results.Json(ApiAnswer.Of(record)) : ApiAnswer.Of(CrmError.NotFound(crm.Shape(objectName)!.Singular)));

        records.MapPatch("{id}", async (string objectName, string id, HttpContext context, CancellationToken cancellationToken) =>
        {
            var (externalId, fields, error) = await RecordBody.ReadRecordAsync(context.Request, cancellationToken);
            return error is null ? ApiAnswer.Of(crm.Patch(objectName, id, externalId, fields)) : ApiAnswer.Of(error);
        });

        records.MapDelete("{id}", (string objectName, string id) => ApiAnswer.Of(crm.Delete(objectName, id)));
    }

    /// <summary>Taken from the request as it was sent: routing leaves <c>%2F</c> undecoded, and hub keys have slashes.</summary>
    private static string ExternalIdOf(HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        return Uri.UnescapeDataString(path[(path.IndexOf(ByExternalId, StringComparison.OrdinalIgnoreCase) + ByExternalId.Length)..]);
    }

    private static object Described(CrmShape shape) => new { name = shape.Name, fields = shape.Fields.Select(Described) };

    private static object Described(CrmField field) => new
    {
        name = field.Name,
        kind = field.Kind.ToString(),
        required = field.Required,
        refers = field.Refers,
        lines = field.Lines?.Select(Described),
    };
}
