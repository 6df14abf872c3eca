using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>Shows and lists what the organization holds, by COQL, which sees what was just written. Zoho's API does not tell what a record was merged into.</summary>
internal sealed class ZohoReader(ZohoOrganization organization)
{
    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var types = await organization.Fields.OfAsync(query.Entity, cancellationToken) ?? throw new SetupException($"Zoho has no module '{query.Entity}', or the user may not see it. Run `hub target setup`, or mend to.object in the mapping.");
        var names = query.Fields.Where(name => types.TryGetValue(name, out var field) && field.Rows is null).ToList();
        var by = query.By switch
        {
            RemoteBy.ExternalKey => organization.KeyField,
            RemoteBy.RemoteId => "id",
            _ when types.ContainsKey(query.Field ?? "") => query.Field!,
            _ => throw new SetupException($"{query.Entity} has no field '{query.Field}' to find records by."),
        };
        var values = query.By == RemoteBy.RemoteId ? [.. query.Values.Where(id => id.Length > 0 && id.All(char.IsAsciiDigit))] : query.Values;
        var found = (await organization.Query.WhereAsync(query.Entity, [.. names, organization.KeyField], by, values, cancellationToken)).Select(record => Record(record, names, types)).DistinctBy(record => record.RemoteId);
        return [.. found.Where(record => query.By != RemoteBy.ExternalKey || query.Values.Contains(record.ExternalKey, StringComparer.Ordinal))];   // the comparison may overlook case
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in organization.Query.WithAsync(entity, organization.KeyField, cancellationToken))
            yield return [.. page.Select(record => new RemoteKey(ZohoApi.Text(record, "id") ?? "", ZohoApi.Text(record, organization.KeyField) ?? ""))];
    }

    private RemoteRecord Record(JsonElement record, List<string> names, IReadOnlyDictionary<string, ZohoField> types)
    {
        var fields = new JsonObject();
        foreach (var name in names)
            fields[name] = ZohoValue.Delivered(record, types[name]);
        return new RemoteRecord(ZohoApi.Text(record, "id") ?? "", ZohoApi.Text(record, organization.KeyField), fields);
    }
}
