using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>Shows and lists what the org holds, by SOQL, which sees what was just written.</summary>
internal sealed class SalesforceReader(SalesforceOrg org)
{
    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var described = await org.Objects.NeededAsync(query.Entity, cancellationToken);
        var fields = query.Fields.Where(described.Fields.ContainsKey).ToList();
        var selected = string.Join(", ", fields.Concat(["Id", org.KeyField]).Distinct(StringComparer.OrdinalIgnoreCase));
        var by = query.By switch
        {
            RemoteBy.ExternalKey => org.KeyField,
            RemoteBy.RemoteId => "Id",
            _ when described.Fields.TryGetValue(query.Field ?? "", out var field) => field.Name,
            _ => throw new SetupException($"{query.Entity} has no field '{query.Field}' to find records by, or the integration user may not see it."),
        };
        var values = query.By == RemoteBy.RemoteId ? [.. query.Values.Where(GoneRecords.IsId)] : query.Values;
        var found = (await org.Query.WhereAsync(query.Entity, selected, by, values, deletedToo: false, cancellationToken)).Select(record => Record(described, fields, record)).DistinctBy(record => record.RemoteId).ToList();
        if (query.By == RemoteBy.ExternalKey)   // the org may compare texts without regard to case
            found.RemoveAll(record => !query.Values.Contains(record.ExternalKey, StringComparer.Ordinal));
        if (query.By == RemoteBy.RemoteId)
            found.AddRange(await MergedAsync(query, described, fields, selected, [.. values.Except(found.Select(record => record.RemoteId), StringComparer.Ordinal)], cancellationToken));
        return found;
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in org.Query.PagesAsync(entity, $"SELECT Id, {org.KeyField} FROM {entity} WHERE {org.KeyField} != null", deletedToo: false, cancellationToken))
            yield return [.. page.Select(record => new RemoteKey(SalesforceApi.Text(record, "Id") ?? "", SalesforceApi.Text(record, org.KeyField) ?? ""))];
    }

    private async Task<IEnumerable<RemoteRecord>> MergedAsync(RemoteQuery query, SObject described, List<string> fields, string selected, List<string> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0 || !described.Fields.ContainsKey("MasterRecordId"))
            return [];
        var into = (await org.Gone.AmongAsync(query.Entity, missing, cancellationToken)).Where(gone => gone.Value is not null).ToList();
        var left = (await org.Query.WhereAsync(query.Entity, selected, "Id", into.Select(gone => gone.Value!), deletedToo: false, cancellationToken)).Select(record => Record(described, fields, record)).ToDictionary(record => record.RemoteId, StringComparer.Ordinal);
        return into.Where(gone => left.ContainsKey(gone.Value!)).Select(gone => left[gone.Value!] with { RemoteId = gone.Key, MergedInto = gone.Value });
    }

    private RemoteRecord Record(SObject described, List<string> fields, JsonElement record)
    {
        var values = new JsonObject();
        foreach (var name in fields)
            values[name] = record.TryGetProperty(name, out var value) ? Value(described.Fields[name], value) : null;
        return new RemoteRecord(SalesforceApi.Text(record, "Id") ?? "", SalesforceApi.Text(record, org.KeyField), values);
    }

    /// <summary>As the hub delivers it: a point in time comes back as <c>2026-01-31T10:00:00.000+0000</c>, which is not how it was sent.</summary>
    private static JsonNode? Value(SObjectField field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when field.Type == "datetime" && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => JsonValue.Create(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => JsonValue.Create(number / 1.0000000000000000000000000000m),   // 440.0 and 440.00 are the same: without zeros at the end
        _ => JsonNode.Parse(value.GetRawText()),
    };
}
