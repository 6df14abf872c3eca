using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>Shows what entities there are.</summary>
internal sealed class C4cFinder(C4cService service)
{
    private const int PageSize = 1000;   // "Server side paging"

    private string KeyField => service.Options.KeyField;

    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var collection = await service.CollectionAsync(query.Entity, cancellationToken);
        var field = query.By switch { RemoteBy.ExternalKey => KeyField, RemoteBy.RemoteId => C4cCollection.Id, _ => query.Field! };
        var known = query.Fields.Where(name => collection.Type.Property(name) is not null).ToList();
        var rows = await RowsAsync(collection, field, query.Values, [.. known], [], cancellationToken);
        return [.. rows.Where(row => query.By != RemoteBy.ExternalKey || query.Values.Contains(C4cRow.Text(row.Fields, KeyField), StringComparer.Ordinal)).Select(row => Record(collection, row, known))];
    }

    /// <summary>
    /// In the order of their ids, each page from the last id on, so that nothing that comes or goes meanwhile shifts another entity out of sight. C4C filters by <c>ge</c>, so the last entity comes again.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var collection = await service.CollectionAsync(entity, cancellationToken);
        for (var last = ""; ;)
        {
            string[] options = [ODataService.Option("$select", $"{C4cCollection.Id},{KeyField}"), ODataService.Option("$orderby", C4cCollection.Id), ODataService.Option("$top", PageSize),
                last.Length == 0 ? "" : ODataService.Option("$filter", $"{C4cCollection.Id} ge '{last}'")];
            var rows = (await service.RowsAsync(collection, options, cancellationToken)).Select(C4cRow.Of).ToList();
            var fresh = rows.Where(row => row.Id != last).ToList();
            foreach (var row in fresh)
            {
                if (string.CompareOrdinal(row.Id, last) <= 0)
                    throw new ProtocolException($"GET {entity}: the service does not sort by ObjectID, so the list cannot be known to be whole.");
                last = row.Id;
            }

            yield return [.. fresh.Where(row => C4cRow.Text(row.Fields, KeyField) is not null).Select(row => new RemoteKey(row.Id, C4cRow.Text(row.Fields, KeyField)!))];
            if (rows.Count < PageSize)
                yield break;
        }
    }

    /// <summary>The entities with one of these values, and only those: a <c>*</c> in a value finds others, too.</summary>
    public async Task<IReadOnlyList<C4cRow>> RowsAsync(C4cCollection collection, string field, IReadOnlyCollection<string> values, IReadOnlyList<string> select, IReadOnlyList<string> expand, CancellationToken cancellationToken)
    {
        if (collection.Type.Property(field) is null)
            throw new SetupException($"SAP Sales Cloud's {collection.Name} has no property '{field}' in this service. Run 'hub target setup'.");
        var wanted = values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rows = new List<C4cRow>();
        foreach (var filter in C4cCollection.Filters(field, values.Distinct(StringComparer.Ordinal)))
        {
            string[] options = [filter, select.Count == 0 ? "" : ODataService.Option("$select", string.Join(',', select.Concat([C4cCollection.Id, KeyField, field]).Distinct(StringComparer.Ordinal))),
                expand.Count == 0 ? "" : ODataService.Option("$expand", string.Join(',', expand))];
            rows.AddRange((await service.RowsAsync(collection, options, cancellationToken)).Select(C4cRow.Of).Where(row => wanted.Contains(C4cRow.Text(row.Fields, field) ?? "")));
        }

        return [.. rows.DistinctBy(row => row.Id)];
    }

    private RemoteRecord Record(C4cCollection collection, C4cRow row, List<string> fields)
    {
        var shown = new JsonObject();
        foreach (var name in fields)
            shown[name] = C4cValues.Shown(collection.Model, collection.Property(name), row.Fields[name]);
        return new RemoteRecord(row.Id, C4cRow.Text(row.Fields, KeyField), shown);
    }
}
