using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>Shows and lists what the account holds. By key, id and unique property from the records themselves; by another property from the search, which lags behind writes by some seconds.</summary>
internal sealed class HubSpotReader(HubSpotAccount account)
{
    private const int SearchPage = 200;
    private const int MostFound = 10_000;

    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var types = await account.Properties.OfAsync(query.Entity, cancellationToken) ?? throw new SetupException($"HubSpot has no object '{query.Entity}', or the app may not see it. Run `hub target setup`, or mend to.object in the mapping.");
        var names = query.Fields.Where(types.ContainsKey).ToList();
        var found = query.By switch
        {
            RemoteBy.ExternalKey => await account.Batches.ReadAsync(query.Entity, account.KeyProperty, query.Values, names, cancellationToken),
            RemoteBy.RemoteId => await account.Batches.ReadAsync(query.Entity, null, query.Values.Where(id => id.Length > 0 && id.All(char.IsAsciiDigit)), names, cancellationToken),
            _ when !types.TryGetValue(query.Field ?? "", out var property) => throw new SetupException($"{query.Entity} has no property '{query.Field}' to find records by."),
            _ when types[query.Field!].IsUnique => await account.Batches.ReadAsync(query.Entity, query.Field, query.Values, names, cancellationToken),
            _ => await SearchAsync(query, names, cancellationToken),
        };
        var records = found.Select(pair => Record(pair.Key, pair.Value, names, types)).ToList();
        foreach (var field in query.Fields.Where(field => field.StartsWith(HubSpotValue.Associated, StringComparison.Ordinal)))
        {
            var there = await account.Associations.ReadAsync(query.Entity, field[HubSpotValue.Associated.Length..], records.Select(record => record.MergedInto ?? record.RemoteId), cancellationToken);
            foreach (var record in records)
                if (there.GetValueOrDefault(record.MergedInto ?? record.RemoteId, []) is { Count: <= 1 } one)   // with several, which one is the ERP's is not to be told
                    record.Fields[field] = one.Count == 0 ? null : JsonValue.Create(one[0]);
        }

        return records;
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = ""; after is not null;)
        {
            var answer = await account.Api.GetAsync(entity, $"/crm/v3/objects/{Uri.EscapeDataString(entity)}?limit={HubSpotApi.Most}&properties={account.KeyProperty}{(after.Length == 0 ? "" : $"&after={Uri.EscapeDataString(after)}")}", cancellationToken);
            using var document = answer.Document();
            var page = HubSpotApi.Items(answer, document.RootElement, "results").Select(result => FoundRecord.Of(answer, result)).Where(record => !string.IsNullOrEmpty(record.Properties.GetValueOrDefault(account.KeyProperty)))
                .Select(record => new RemoteKey(record.Id, record.Properties[account.KeyProperty]!)).ToList();
            var next = After(document.RootElement);
            if (next == after)
                throw HubSpotApi.Odd(answer, "the next page is the same page");
            after = next;
            yield return page;
        }
    }

    /// <summary>"Search the CRM": up to 100 values for IN, in small letters; 10,000 results.</summary>
    private async Task<Dictionary<string, FoundRecord>> SearchAsync(RemoteQuery query, List<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundRecord>(StringComparer.Ordinal);
        foreach (var some in query.Values.Chunk(HubSpotApi.Most))
            for (string? after = ""; after is not null;)
            {
                var body = new JsonObject
                {
                    ["filterGroups"] = new JsonArray(new JsonObject { ["filters"] = new JsonArray(new JsonObject { ["propertyName"] = query.Field, ["operator"] = "IN", ["values"] = new JsonArray([.. some.Select(value => JsonValue.Create(value.ToLowerInvariant()))]) }) }),
                    ["properties"] = new JsonArray([.. names.Append(account.KeyProperty).Append(query.Field!).Distinct(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
                    ["limit"] = SearchPage,
                };
                if (after.Length > 0)
                    body["after"] = after;
                var answer = await account.Api.AskAsync(query.Entity, $"/crm/v3/objects/{Uri.EscapeDataString(query.Entity)}/search", body, cancellationToken);
                using var document = answer.Document();
                foreach (var result in HubSpotApi.Items(answer, document.RootElement, "results"))
                    found[HubSpotApi.Text(result, "id") ?? ""] = FoundRecord.Of(answer, result);
                after = After(document.RootElement);
                if (found.Count >= MostFound && after is not null)
                    throw HubSpotApi.Odd(answer, $"more than {MostFound} records have these values of {query.Field}: the search gives no more, and not all are");
            }

        return found;
    }

    private RemoteRecord Record(string asked, FoundRecord found, List<string> names, IReadOnlyDictionary<string, HubSpotProperty> types)
    {
        var fields = new JsonObject();
        foreach (var name in names)
            fields[name] = HubSpotValue.Delivered(found.Properties.GetValueOrDefault(name), types[name].Type);
        var key = found.Properties.GetValueOrDefault(account.KeyProperty);
        return new RemoteRecord(found.MergedInto is null ? found.Id : asked, string.IsNullOrEmpty(key) ? null : key, fields) { MergedInto = found.MergedInto };
    }

    private static string? After(JsonElement json) =>
        json.TryGetProperty("paging", out var paging) && paging.ValueKind == JsonValueKind.Object && paging.TryGetProperty("next", out var next) ? HubSpotApi.Text(next, "after") : null;
}
