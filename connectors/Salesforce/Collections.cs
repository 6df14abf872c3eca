using System.Buffers;
using System.Net;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// Writes by 200 records in a call (REST API Developer Guide, "sObject Collections"). Answers are in the order of the records. A request that is refused as a whole because of one of its records (a value
/// of another kind than its field) is sent again in halves, until that one is alone.
/// </summary>
internal sealed class Collections(SalesforceApi api, SObjects objects, string keyField, ILogger log)
{
    private const int Most = 200;

    /// <summary>Creates or changes records by their keys.</summary>
    public Task<SavedRow[]> UpsertAsync(string entity, IReadOnlyList<RowToSave> rows, CancellationToken cancellationToken) => SaveAsync(entity, $"composite/sobjects/{entity}/{keyField}", rows, cancellationToken);

    /// <summary>Changes records by their ids; makes none.</summary>
    public Task<SavedRow[]> UpdateAsync(string entity, IReadOnlyList<RowToSave> rows, CancellationToken cancellationToken) => SaveAsync(entity, "composite/sobjects", rows, cancellationToken);

    /// <summary>Deletes records. What is not there has no error.</summary>
    public async Task<Dictionary<string, SalesforceError?>> DeleteAsync(string entity, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var outcome = new Dictionary<string, SalesforceError?>(StringComparer.Ordinal);
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(Most))
        {
            var answer = await api.SendAsync(HttpMethod.Delete, entity, $"composite/sobjects?ids={string.Join(',', some.Select(Uri.EscapeDataString))}&allOrNone=false", body: null, cancellationToken);
            var saved = Rows(answer.IsSuccess ? answer : throw SalesforceApi.Failure(answer), some.Length);
            for (var row = 0; row < some.Length; row++)
                outcome[some[row]] = saved[row].Error is { IsAboutWhatIsNotThere: true } ? null : saved[row].Error;
        }

        return outcome;
    }

    private async Task<SavedRow[]> SaveAsync(string entity, string path, IReadOnlyList<RowToSave> rows, CancellationToken cancellationToken)
    {
        var saved = new SavedRow[rows.Count];
        for (var from = 0; from < rows.Count; from += Most)
            await SaveAsync(entity, path, rows, from, Math.Min(Most, rows.Count - from), saved, cancellationToken);
        return saved;
    }

    private async Task SaveAsync(string entity, string path, IReadOnlyList<RowToSave> rows, int from, int count, SavedRow[] saved, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(HttpMethod.Patch, entity, path, Body(entity, rows, from, count), cancellationToken);
        if (answer.IsSuccess)
        {
            Rows(answer, count).CopyTo(saved, from);
            return;
        }

        if (answer.Status != HttpStatusCode.BadRequest || SalesforceApi.ErrorOf(answer) is not { IsLater: false } error)
            throw SalesforceApi.Failure(answer);
        if (count == Math.Min(Most, rows.Count) || count == 1)
            await ThrowIfUnknownAsync(entity, rows.Skip(from).Take(count), cancellationToken);
        if (count == 1)
        {
            saved[from] = new SavedRow(null, false, error);
            return;
        }

        log.RefusedAsAWhole(entity, count, error.Code);
        await SaveAsync(entity, path, rows, from, count / 2, saved, cancellationToken);
        await SaveAsync(entity, path, rows, from + count / 2, count - count / 2, saved, cancellationToken);
    }

    /// <summary>A field that the org does not have is no record's fault.</summary>
    private async Task ThrowIfUnknownAsync(string entity, IEnumerable<RowToSave> rows, CancellationToken cancellationToken)
    {
        var known = (await objects.NeededAsync(entity, cancellationToken)).Fields;
        var unknown = rows.SelectMany(row => row.Values(keyField).Where(field => field.Value is not System.Text.Json.Nodes.JsonObject).Select(field => field.Key)).Append(keyField).Where(field => !known.ContainsKey(field)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new SetupException($"{entity} has no field {string.Join(", ", unknown)}, or the integration user may not see it. Run `hub target setup`, or take it out of the mapping.");
    }

    private ReadOnlyMemory<byte> Body(string entity, IReadOnlyList<RowToSave> rows, int from, int count)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteBoolean("allOrNone"u8, false);
        json.WriteStartArray("records"u8);
        for (var at = from; at < from + count; at++)
        {
            var row = rows[at];
            json.WriteStartObject();
            json.WriteStartObject("attributes"u8);
            json.WriteString("type"u8, entity);
            json.WriteEndObject();
            if (row.Id is { } id)
                json.WriteString("id"u8, id);
            json.WriteString(keyField, row.Key);
            if (row.Parent is { } parent)
                json.WriteString(parent.Field, parent.Id);
            foreach (var (name, value) in row.Values(keyField))
            {
                json.WritePropertyName(name);
                if (value is null)
                    json.WriteNullValue();
                else
                    value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static SavedRow[] Rows(ApiAnswer answer, int count)
    {
        using var document = answer.Document();
        if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() != count)
            throw SalesforceApi.Odd(answer, $"the answer to {count} records is no list of {count}");
        return [.. document.RootElement.EnumerateArray().Select(row => Row(answer, row))];
    }

    private static SavedRow Row(ApiAnswer answer, JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("success", out var success))
            throw SalesforceApi.Odd(answer, "a record's answer does not say whether it was a success");
        if (success.ValueKind != JsonValueKind.True)
            return new SavedRow(null, false, (row.TryGetProperty("errors", out var errors) ? SalesforceError.First(errors) : null) ?? new SalesforceError("an error without a code", []));
        var id = SalesforceApi.Text(row, "id") ?? throw SalesforceApi.Odd(answer, "a record's answer has no id");
        return new SavedRow(id, row.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.True, null);
    }
}
