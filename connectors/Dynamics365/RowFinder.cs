using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Shows what rows there are. A merged row stays in its table ("Merge table rows"); here it counts as part of the one it was merged into.</summary>
internal sealed class RowFinder(Dataverse dataverse)
{
    private const int LongestChain = 5;
    private const string IsNotMerged = "(merged eq false or merged eq null)";
    private const string LogicalName = "@Microsoft.Dynamics.CRM.lookuplogicalname";

    private string KeyColumn => dataverse.Options.KeyColumn;

    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var table = await dataverse.TableAsync(query.Entity, cancellationToken);
        if (query.By == RemoteBy.RemoteId)
            return await ByIdAsync(table, query.Values, query.Fields, cancellationToken);
        var (field, values) = query.By == RemoteBy.ExternalKey ? (KeyColumn, query.Values.Select(KeyText.Of).OfType<string>()) : (query.Field!, query.Values);
        if (!table.Columns.TryGetValue(field, out var column))
            throw new SetupException($"Dataverse's table '{table.Name}' has no column '{field}'. Run 'hub target setup', or mend the mapping.");
        var isText = column.Type is "String" or "Memo" or "EntityName";
        return [.. (await RowsAsync(table, query.Fields, field, isText, values, cancellationToken)).Select(row => Record(table, row, query.Fields))];
    }

    /// <summary>All rows that bear a key, and were not merged into others.</summary>
    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync(string entity, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await dataverse.TableAsync(entity, cancellationToken);
        var filter = table.Merges ? $"{KeyColumn} ne null and {IsNotMerged}" : $"{KeyColumn} ne null";
        await foreach (var page in dataverse.RowsAsync(entity, $"{table.Set}?{Sdk.OData.ODataService.Option("$select", $"{table.Id},{KeyColumn}")}&{Sdk.OData.ODataService.Option("$filter", filter)}", cancellationToken))
            yield return [.. page.Select(row => new RemoteKey(Id(table, row), KeyOf(row)!))];
    }

    /// <summary>Of these ids: null for a row that is there, the other's id for one that was merged. What is not in it is deleted.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> StandAsync(Table table, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var stand = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var query in Rows.Queries(table, table.Merges ? $"{table.Id},merged,_masterid_value" : table.Id, table.Id, isText: false, ids.Where(id => Guid.TryParse(id, out _))))
            await foreach (var page in dataverse.RowsAsync(table.Name, query, cancellationToken))
                foreach (var row in page)
                    stand[Id(table, row)] = Master(table, row);
        return stand;
    }

    /// <summary>The row that bears a key, merged ones too.</summary>
    public async Task<(string Id, bool IsMerged)?> BearerAsync(Table table, string key, CancellationToken cancellationToken)
    {
        foreach (var query in Rows.Queries(table, table.Merges ? $"{table.Id},merged,_masterid_value" : table.Id, KeyColumn, isText: true, [key]))
            await foreach (var page in dataverse.RowsAsync(table.Name, query, cancellationToken))
                foreach (var row in page)
                    return (Id(table, row), Master(table, row) is not null);
        return null;
    }

    private async Task<IReadOnlyList<RemoteRecord>> ByIdAsync(Table table, IEnumerable<string> ids, IReadOnlyCollection<string> fields, CancellationToken cancellationToken)
    {
        var rows = await KnownAsync(table, ids, fields, cancellationToken);
        var found = new List<RemoteRecord>();
        var merged = rows.Where(row => Master(table, row) is not null).Select(row => (Id: Id(table, row), Into: Master(table, row)!)).ToList();
        found.AddRange(rows.Where(row => Master(table, row) is null).Select(row => Record(table, row, fields)));
        for (var step = 0; merged.Count > 0 && step < LongestChain; step++)
        {
            var left = (await KnownAsync(table, merged.Select(one => one.Into).Distinct(StringComparer.OrdinalIgnoreCase), fields, cancellationToken)).ToDictionary(row => Id(table, row), StringComparer.OrdinalIgnoreCase);
            var further = new List<(string Id, string Into)>();
            foreach (var (id, into) in merged.Where(one => left.ContainsKey(one.Into)))
            {
                var row = left[into];
                if (Master(table, row) is { } next)
                    further.Add((id, next));
                else
                    found.Add(Record(table, row, fields) with { RemoteId = id, MergedInto = into });
            }

            merged = further;
        }

        return found;
    }

    private Task<List<JsonObject>> KnownAsync(Table table, IEnumerable<string> ids, IReadOnlyCollection<string> fields, CancellationToken cancellationToken) =>
        RowsAsync(table, fields, table.Id, isText: false, ids.Where(id => Guid.TryParse(id, out _)), cancellationToken);

    private async Task<List<JsonObject>> RowsAsync(Table table, IReadOnlyCollection<string> fields, string field, bool isText, IEnumerable<string> values, CancellationToken cancellationToken)
    {
        var columns = fields.Select(name => ColumnOf(table, name)).OfType<string>().Append(table.Id).Append(KeyColumn).Where(name => name.StartsWith('_') || table.Columns.ContainsKey(name));
        if (table.Merges && field == table.Id)
            columns = columns.Append("merged").Append("_masterid_value");
        var rows = new List<JsonObject>();
        foreach (var query in Rows.Queries(table, string.Join(',', columns.Distinct(StringComparer.Ordinal)), field, isText, values, table.Merges && field != table.Id ? IsNotMerged : null))
            await foreach (var page in dataverse.RowsAsync(table.Name, query, cancellationToken))
                rows.AddRange(page);
        return rows;
    }

    private RemoteRecord Record(Table table, JsonObject row, IReadOnlyCollection<string> fields)
    {
        var shown = new JsonObject();
        foreach (var name in fields)
            if (ColumnOf(table, name) is { } column && row.ContainsKey(column))
                shown[name] = table.LookupOf(name) is { } lookup && Rows.Text(row, column + LogicalName) is { } other && other != lookup.Table ? null : row[column]?.DeepClone();
        return new RemoteRecord(Id(table, row), KeyOf(row), shown);
    }

    private static string? ColumnOf(Table table, string field) =>
        table.LookupOf(field) is { } lookup ? $"_{lookup.Column}_value" : table.Columns.ContainsKey(field) ? field : null;

    private static string Id(Table table, JsonObject row) => Rows.Text(row, table.Id) ?? throw new ProtocolException($"GET {table.Name}: a row has no {table.Id}.");

    private string? KeyOf(JsonObject row) => Rows.Text(row, KeyColumn) is { Length: > 0 } text ? KeyText.Read(text) ?? text : null;

    private static string? Master(Table table, JsonObject row) =>
        table.Merges && row["merged"] is JsonValue merged && merged.TryGetValue<bool>(out var isMerged) && isMerged ? Rows.Text(row, "_masterid_value") : null;
}
