using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Lines that are there: the ids of the rows of each record and list, by their keys.</summary>
internal sealed class KnownLines
{
    private readonly Dictionary<(string Parent, string List), Dictionary<string, string>> _rows = [];

    public IReadOnlyDictionary<string, string> Of(string parent, string list) => _rows.GetValueOrDefault((parent, list)) ?? [];

    public void Add(string parent, string list, string key, string id)
    {
        if (!_rows.TryGetValue((parent, list), out var rows))
            _rows[(parent, list)] = rows = [];
        rows[key] = id;
    }
}

/// <summary>
/// The lines of a record, which are rows of a table of their own. Their keys are the record's with the place in the list, so that the same line is the same row each time; rows of places that there are no more
/// are deleted, in the same change set. Lines of a record whose id is not known are found by the beginning of their keys, which needs no join. Rows that somebody added by hand have no such key, and are left alone.
/// </summary>
internal sealed class LineRows(Dataverse dataverse)
{
    private string KeyColumn => dataverse.Options.KeyColumn;

    public async Task<KnownLines> ThereAsync(Table table, IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        var there = new KnownLines();
        batch = [.. batch.Where(delivery => KeyText.Of(delivery.ExternalKey) is not null)];
        foreach (var list in batch.SelectMany(delivery => Lists(table, delivery)).Select(list => list.Children).Distinct().ToList())
        {
            var rows = await TableOfAsync(table, list, cancellationToken);
            var wanted = batch.Where(delivery => Lists(table, delivery).Any(one => one.Children == list)).ToList();
            var byId = wanted.Where(delivery => delivery.RemoteId is not null).ToDictionary(delivery => delivery.RemoteId!, delivery => delivery.ExternalKey, StringComparer.OrdinalIgnoreCase);
            var byKey = wanted.Where(delivery => delivery.RemoteId is null).Select(delivery => KeyText.Of(KeyOf(delivery, 1))![..^1]);   // without the number
            var columns = $"{rows.Id},{KeyColumn},_{list.Column}_value";
            foreach (var query in Rows.QueriesByBeginning(rows, columns, KeyColumn, byKey).Concat(Rows.Queries(rows, columns, $"_{list.Column}_value", isText: false, byId.Keys)))
                await foreach (var page in dataverse.RowsAsync(rows.Name, query, cancellationToken))
                    foreach (var row in page)
                        if (Rows.Text(row, KeyColumn) is { } key && KeyText.Read(key) is { } line && Rows.Text(row, rows.Id) is { } id)
                            there.Add(byId.GetValueOrDefault(Rows.Text(row, $"_{list.Column}_value") ?? "") ?? ParentOf(line), list.Navigation, key, id);
        }

        return there;
    }

    /// <summary>Upserts the lines there are, and deletes those that are no more.</summary>
    public async Task<IReadOnlyList<ODataPart>> PartsAsync(Table table, Delivery delivery, KnownLines there, CancellationToken cancellationToken)
    {
        var parts = new List<ODataPart>();
        var body = new RowBody(dataverse);
        foreach (var (children, lines) in Lists(table, delivery))
        {
            var rows = await TableOfAsync(table, children, cancellationToken);
            var parent = delivery.RemoteId is { } id ? Rows.ById(table, id) : Rows.ByKey(table, KeyColumn, KeyText.Of(delivery.ExternalKey)!);
            var gone = there.Of(delivery.ExternalKey, children.Navigation).ToDictionary();
            for (var at = 0; at < lines.Count; at++)
            {
                var key = KeyText.Of(KeyOf(delivery, at + 1))!;
                gone.Remove(key);
                var row = await body.OfAsync(rows, lines[at] as JsonObject ?? throw new SetupException($"{table.Name}: a line of '{children.Navigation}' is no object. Write its fields in the mapping."), only: null, cancellationToken);
                row[$"{children.Parent}@odata.bind"] = $"/{parent}";
                parts.Add(new ODataPart(HttpMethod.Patch, Rows.ByKey(rows, KeyColumn, key), RowBody.Bytes(row)));
            }

            parts.AddRange(gone.Values.Select(old => new ODataPart(HttpMethod.Delete, Rows.ById(rows, old))));
        }

        return parts;
    }

    /// <summary>The lists of a delivery that are to be written.</summary>
    private static IEnumerable<(ChildTable Children, JsonArray Lines)> Lists(Table table, Delivery delivery) => delivery.Change == ChangeKind.Deleted ? []
        : delivery.Fields.Where(field => delivery.RemoteId is null || delivery.Changed?.Contains(field.Key) != false)
            .Select(field => (Children: table.ChildrenOf(field.Key), Lines: field.Value as JsonArray ?? [])).Where(list => list.Children is not null).Select(list => (list.Children!, list.Lines));

    private async Task<Table> TableOfAsync(Table parent, ChildTable children, CancellationToken cancellationToken)
    {
        var rows = await dataverse.TableAsync(children.Table, cancellationToken);
        return rows.Keys.GetValueOrDefault(KeyColumn) ? rows
            : throw new SetupException($"'{KeyColumn}' is no active alternate key of Dataverse's table '{rows.Name}', which holds the lines of {parent.Name}. Run 'hub target setup'.");
    }

    /// <summary>The key of a line, counted from 1.</summary>
    public static string KeyOf(Delivery delivery, int line) => $"{delivery.ExternalKey}:{line}";

    private static string ParentOf(string line) => line[..Math.Max(0, line.LastIndexOf(':'))];
}
