using System.Text.Json;
using DemoCrm.State;

namespace DemoCrm.Api;

/// <summary>What a request's body says.</summary>
internal static class RecordBody
{
    public const int MaxRecords = 200;

    private static readonly CrmError NotJson = CrmError.BadRequest("not_json", "The body is not a JSON object.");

    /// <summary>Reads one record, or says why it is none.</summary>
    public static async Task<(string? ExternalId, Dictionary<string, JsonElement> Fields, CrmError? Error)> ReadRecordAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadObjectAsync(request, cancellationToken) is not { } body)
            return (null, [], NotJson);
        var (externalId, fields) = Split(body);
        return (externalId, fields, null);
    }

    /// <summary>Reads <c>{"records": [{"externalId": …, field: value, …}, …]}</c>.</summary>
    public static async Task<(List<CrmWrite> Records, CrmError? Error)> ReadBatchAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadObjectAsync(request, cancellationToken) is not { } body)
            return ([], NotJson);
        if (!body.TryGetProperty("records", out var rows) || rows.ValueKind != JsonValueKind.Array)
            return ([], CrmError.BadRequest("missing_field", "The body needs 'records', a list."));
        if (rows.GetArrayLength() > MaxRecords)
            return ([], new CrmError(StatusCodes.Status413PayloadTooLarge, "too_many_records", $"At most {MaxRecords} records go into one batch."));
        var records = new List<CrmWrite>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object || Split(row) is not { ExternalId: { } externalId, Fields: var fields })
                return ([], CrmError.BadRequest("missing_field", $"records[{records.Count}] needs 'externalId', a text."));
            var id = fields.Remove("id", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            records.Add(new CrmWrite(externalId, fields, id));
        }
        return (records, null);
    }

    private static async Task<JsonElement?> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string? ExternalId, Dictionary<string, JsonElement> Fields) Split(JsonElement record)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in record.EnumerateObject())
            fields[property.Name] = property.Value;
        var externalId = fields.TryGetValue("externalId", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (externalId is not null)
            fields.Remove("externalId");
        return (string.IsNullOrEmpty(externalId) ? null : externalId, fields);
    }
}
