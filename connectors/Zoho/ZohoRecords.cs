using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>What became of a record: an id, or an error.</summary>
internal sealed record SavedRow(string Id, bool IsNew, ZohoError? Error);

/// <summary>
/// Writes by 100 records in a call, each with an answer of its own in the order of the request; the HTTP status is not what counts. <c>duplicate_check_fields</c> is always sent (else Zoho goes by names), and <c>trigger: []</c> keeps workflows still.
/// A call that is refused as a whole is sent again in halves, until the record at fault is alone.
/// </summary>
internal sealed class ZohoRecords(ZohoApi api, string keyField, ILogger log)
{
    private const int Most = 100;

    /// <summary>Creates or changes records by key.</summary>
    public Task<SavedRow[]> UpsertAsync(string module, IReadOnlyList<JsonObject> rows, CancellationToken cancellationToken) => SaveAsync(module, HttpMethod.Post, $"{Uri.EscapeDataString(module)}/upsert", rows, cancellationToken);

    /// <summary>Changes records by <c>id</c>; makes none.</summary>
    public Task<SavedRow[]> UpdateAsync(string module, IReadOnlyList<JsonObject> rows, CancellationToken cancellationToken) => SaveAsync(module, HttpMethod.Put, Uri.EscapeDataString(module), rows, cancellationToken);

    /// <summary>Deletes records. What is not there has no error.</summary>
    public async Task<Dictionary<string, ZohoError?>> DeleteAsync(string module, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var outcome = new Dictionary<string, ZohoError?>(StringComparer.Ordinal);
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(Most))
            await DeleteAsync(module, some, outcome, cancellationToken);
        return outcome;
    }

    /// <summary>Where one id that leads nowhere refuses the call as a whole, each goes alone.</summary>
    private async Task DeleteAsync(string module, string[] some, Dictionary<string, ZohoError?> outcome, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(HttpMethod.Delete, module, $"{Uri.EscapeDataString(module)}?ids={string.Join("%2C", some)}&wf_trigger=false", body: null, cancellationToken);
        var rows = Rows(answer, some.Length);
        if (rows is null && ZohoError.Of(answer) is not { Code: "INVALID_DATA" })
            throw ZohoApi.Failure(answer);
        if (rows is null && some.Length > 1)
        {
            foreach (var id in some)
                await DeleteAsync(module, [id], outcome, cancellationToken);
            return;
        }

        for (var at = 0; at < some.Length; at++)
            outcome[some[at]] = rows?[at].Error is { Code: not "INVALID_DATA" } error ? error : null;
    }

    private async Task<SavedRow[]> SaveAsync(string module, HttpMethod method, string path, IReadOnlyList<JsonObject> rows, CancellationToken cancellationToken)
    {
        var saved = new SavedRow[rows.Count];
        foreach (var some in Enumerable.Range(0, rows.Count).Chunk(Most))
            await SaveAsync(module, method, path, rows, some, saved, cancellationToken);
        return saved;
    }

    private async Task SaveAsync(string module, HttpMethod method, string path, IReadOnlyList<JsonObject> rows, int[] some, SavedRow[] saved, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["data"] = new JsonArray([.. some.Select(at => (JsonNode)rows[at].DeepClone())]), ["trigger"] = new JsonArray() };
        if (method == HttpMethod.Post)
            body["duplicate_check_fields"] = new JsonArray(keyField);
        var answer = await api.SendAsync(method, module, path, body, cancellationToken);
        if (Rows(answer, some.Length) is { } outcome)
        {
            for (var at = 0; at < some.Length; at++)
                saved[some[at]] = outcome[at];
            return;
        }

        var error = ZohoError.Of(answer);
        if (error.IsAboutSettings)
            throw ZohoApi.Failure(answer);
        if (some.Length == 1)
        {
            saved[some[0]] = new SavedRow("", false, error);
            return;
        }

        log.RefusedAsAWhole(module, some.Length, error.Code);
        await SaveAsync(module, method, path, rows, some[..(some.Length / 2)], saved, cancellationToken);
        await SaveAsync(module, method, path, rows, some[(some.Length / 2)..], saved, cancellationToken);
    }

    /// <summary>One answer per record; null when the call was refused as a whole.</summary>
    private static SavedRow[]? Rows(ApiAnswer answer, int count)
    {
        using var document = answer.Document();
        if (!answer.IsSuccess && !(document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("data", out _)))
            return null;
        var rows = ZohoApi.Items(answer, document.RootElement, "data").Select(row => Row(answer, row)).ToArray();
        return rows.Length == count ? rows : throw ZohoApi.Odd(answer, $"there are {rows.Length} results for {count} records");
    }

    private static SavedRow Row(ApiAnswer answer, JsonElement row)
    {
        if (ZohoApi.Text(row, "status") != "success")
            return new SavedRow("", false, ZohoError.Of(row));
        var id = row.TryGetProperty("details", out var details) ? ZohoApi.Text(details, "id") : null;
        return new SavedRow(id ?? throw ZohoApi.Odd(answer, "a record has no id"), ZohoApi.Text(row, "action") == "insert", null);
    }
}
