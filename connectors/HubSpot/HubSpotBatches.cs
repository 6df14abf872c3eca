using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>A record to write.</summary>
/// <param name="Id">HubSpot's id; null: by key.</param>
/// <param name="Key">The value of the key property.</param>
/// <param name="Properties">As texts; "" clears.</param>
internal sealed record RowToSave(string? Id, string Key, JsonObject Properties);

/// <summary>What became of it: an id, or an error.</summary>
internal sealed record SavedRow(string Id, bool IsNew, HubSpotError? Error);

/// <summary>
/// Reads and writes by 100 records in a call. Results come in any order and are matched by trace id, then by id or key. A request that is refused as a whole is sent again in halves, until the record at fault is alone.
/// </summary>
internal sealed class HubSpotBatches(HubSpotApi api, string keyProperty, ILogger log)
{
    private const string Merged = "hs_merged_object_ids";

    /// <summary>Creates or changes records by key (<c>byKey</c>), or changes them by id and makes none.</summary>
    public async Task<SavedRow[]> SaveAsync(string entity, bool byKey, IReadOnlyList<RowToSave> rows, CancellationToken cancellationToken)
    {
        var saved = new SavedRow[rows.Count];
        foreach (var some in Enumerable.Range(0, rows.Count).Chunk(HubSpotApi.Most))
            await SaveAsync(entity, byKey, rows, some, saved, cancellationToken);
        return saved;
    }

    /// <summary>Records by id, or by a unique property; what is not there is not in the answer. A record that was merged comes under the id it was asked for, with <c>MergedInto</c>.</summary>
    public async Task<Dictionary<string, FoundRecord>> ReadAsync(string entity, string? idProperty, IEnumerable<string> values, IEnumerable<string> properties, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundRecord>(StringComparer.Ordinal);
        foreach (var some in values.Distinct(StringComparer.Ordinal).Chunk(HubSpotApi.Most))
            await ReadAsync(entity, idProperty, some, [.. properties.Append(Merged).Append(idProperty ?? keyProperty).Append(keyProperty).Distinct(StringComparer.Ordinal)], found, cancellationToken);
        return found;
    }

    /// <summary>Archives records. What is not there does no harm.</summary>
    public async Task ArchiveAsync(string entity, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(HubSpotApi.Most))
        {
            var answer = await api.SendAsync(entity, $"/crm/v3/objects/{Uri.EscapeDataString(entity)}/batch/archive", new JsonObject { ["inputs"] = new JsonArray([.. some.Select(id => (JsonNode)new JsonObject { ["id"] = id })]) }, cancellationToken);
            if (answer.Status != HttpStatusCode.NoContent)
                throw answer.IsSuccess ? HubSpotApi.Odd(answer, "there is something") : api.Failure(answer);
        }
    }

    private async Task SaveAsync(string entity, bool byKey, IReadOnlyList<RowToSave> rows, int[] some, SavedRow[] saved, CancellationToken cancellationToken)
    {
        var inputs = new JsonArray([.. some.Select(at => (JsonNode)Input(rows[at], byKey, at))]);
        var answer = await api.SendAsync(entity, $"/crm/v3/objects/{Uri.EscapeDataString(entity)}/batch/{(byKey ? "upsert" : "update")}", new JsonObject { ["inputs"] = inputs }, cancellationToken);
        if (!answer.IsSuccess)
        {
            var error = HubSpotError.Of(answer);
            if (answer.Status == HttpStatusCode.Forbidden || error.IsAboutSettings)
                throw api.Failure(answer);
            await AgainAsync(entity, byKey, rows, some, error, saved, cancellationToken);
            return;
        }

        var (left, errors) = Match(answer, rows, some, saved);
        if (left.Count == 0)
            return;
        if (errors.Count == 0)
            throw HubSpotApi.Odd(answer, $"{left.Count} of {some.Length} records have no result");
        await AgainAsync(entity, byKey, rows, [.. left], errors[0], saved, cancellationToken);
    }

    /// <summary>The error is about one of these, or about the only one.</summary>
    private async Task AgainAsync(string entity, bool byKey, IReadOnlyList<RowToSave> rows, int[] some, HubSpotError error, SavedRow[] saved, CancellationToken cancellationToken)
    {
        if (some.Length == 1)
        {
            saved[some[0]] = new SavedRow("", false, error);
            return;
        }

        log.RefusedAsAWhole(entity, some.Length, error.Category);
        await SaveAsync(entity, byKey, rows, some[..(some.Length / 2)], saved, cancellationToken);
        await SaveAsync(entity, byKey, rows, some[(some.Length / 2)..], saved, cancellationToken);
    }

    private (List<int> Left, List<HubSpotError> Unmatched) Match(ApiAnswer answer, IReadOnlyList<RowToSave> rows, int[] some, SavedRow[] saved)
    {
        using var document = answer.Document();
        var left = new HashSet<int>(some);
        foreach (var result in HubSpotApi.Items(answer, document.RootElement, "results"))
        {
            var id = HubSpotApi.Text(result, "id") ?? throw HubSpotApi.Odd(answer, "a record has no id");
            var key = result.TryGetProperty("properties", out var properties) ? HubSpotApi.Text(properties, keyProperty) : null;
            var place = Place(HubSpotApi.Text(result, "objectWriteTraceId"), rows, left) ?? Find(row => row.Id == id || row.Id is null && row.Key == key) ?? throw HubSpotApi.Odd(answer, "a record was not asked for");
            left.Remove(place);
            saved[place] = new SavedRow(id, result.TryGetProperty("new", out var isNew) && isNew.ValueKind == JsonValueKind.True, null);
        }

        var unmatched = new List<HubSpotError>();
        foreach (var error in document.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array ? errors.EnumerateArray().Select(HubSpotError.Of) : [])
        {
            var places = error.About.Select(about => Place(about, rows, left) ?? Find(row => row.Id == about || row.Key == about)).OfType<int>().Distinct().ToList();
            foreach (var place in places)
            {
                left.Remove(place);
                saved[place] = new SavedRow("", false, error);
            }

            if (places.Count == 0)
                unmatched.Add(error);
        }

        return ([.. left.Order()], unmatched);

        int? Find(Func<RowToSave, bool> fits)
        {
            foreach (var at in left)
                if (fits(rows[at]))
                    return at;
            return null;
        }
    }

    private static int? Place(string? trace, IReadOnlyList<RowToSave> rows, HashSet<int> left) =>
        trace is ['t', .. var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < rows.Count && left.Contains(at) ? at : null;

    private JsonObject Input(RowToSave row, bool byKey, int at)
    {
        var properties = row.Properties.DeepClone().AsObject();
        properties[keyProperty] = row.Key;
        var input = new JsonObject { ["id"] = byKey ? row.Key : row.Id, ["properties"] = properties, ["objectWriteTraceId"] = string.Create(CultureInfo.InvariantCulture, $"t{at}") };
        if (byKey)
            input["idProperty"] = keyProperty;
        return input;
    }

    private async Task ReadAsync(string entity, string? idProperty, string[] values, string[] properties, Dictionary<string, FoundRecord> found, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["inputs"] = new JsonArray([.. values.Select(value => (JsonNode)new JsonObject { ["id"] = value })]),
            ["properties"] = new JsonArray([.. properties.Select(name => JsonValue.Create(name))]),
            ["propertiesWithHistory"] = new JsonArray(),
        };
        if (idProperty is not null)
            body["idProperty"] = idProperty;
        var answer = await api.AskAsync(entity, $"/crm/v3/objects/{Uri.EscapeDataString(entity)}/batch/read", body, cancellationToken);
        using var document = answer.Document();
        var asked = new HashSet<string>(values, StringComparer.Ordinal);
        var strangers = 0;
        foreach (var result in HubSpotApi.Items(answer, document.RootElement, "results"))
        {
            var record = FoundRecord.Of(answer, result);
            var names = idProperty is not null ? [record.Properties.GetValueOrDefault(idProperty) ?? ""] : (record.Properties.GetValueOrDefault(Merged) ?? "").Split(';').Append(record.Id).Where(asked.Contains).ToList();
            if (names.Count == 0 && values.Length == 1)
                names = [values[0]];   // another id than the one asked for: it was merged
            strangers += names.Count == 0 ? 1 : 0;
            foreach (var name in names)
                found[name] = idProperty is null && name != record.Id ? record with { MergedInto = record.Id } : record;
        }

        if (strangers > 0)   // merged, but it does not say from what: one by one
            foreach (var value in values.Where(value => !found.ContainsKey(value)))
                await ReadAsync(entity, idProperty, [value], properties, found, cancellationToken);
    }
}

/// <summary>A record as it was read.</summary>
internal sealed record FoundRecord(string Id, IReadOnlyDictionary<string, string?> Properties, string? MergedInto)
{
    public static FoundRecord Of(ApiAnswer answer, JsonElement result)
    {
        var id = HubSpotApi.Text(result, "id") ?? throw HubSpotApi.Odd(answer, "a record has no id");
        if (!result.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            throw HubSpotApi.Odd(answer, "a record has no properties");
        return new(id, properties.EnumerateObject().ToDictionary(property => property.Name, property => HubSpotApi.Text(properties, property.Name), StringComparer.Ordinal), null);
    }
}
