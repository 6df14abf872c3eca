using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>What everything that talks to one org shares, for as long as a target is open.</summary>
internal sealed class SalesforceOrg
{
    public SalesforceOrg(SalesforceOptions options, ConnectorServices services)
    {
        Api = new SalesforceApi(options, services);
        KeyField = options.ExternalKeyField;
        Objects = new SObjects(Api);
        Query = new SalesforceQuery(Api);
        Gone = new GoneRecords(Query, Objects);
        Collections = new Collections(Api, Objects, KeyField, services.Log);
        Bulk = new BulkJobs(Api, options, services);
    }

    public SalesforceApi Api { get; }

    /// <summary>The field that bears the external key.</summary>
    public string KeyField { get; }

    public SObjects Objects { get; }

    public SalesforceQuery Query { get; }

    public GoneRecords Gone { get; }

    public Collections Collections { get; }

    public BulkJobs Bulk { get; }

    /// <summary>
    /// Creates or changes records by their keys, by a bulk job when there are many and nobody waits for the single one. What the job did not come to goes by calls at once: deferred, it would come again in a job
    /// that fares no better.
    /// </summary>
    public async Task<SavedRow[]> UpsertAsync(string entity, IReadOnlyList<RowToSave> rows, bool isBulk, CancellationToken cancellationToken)
    {
        if (!isBulk || !Bulk.Takes(rows))
            return await Collections.UpsertAsync(entity, rows, cancellationToken);
        var saved = await Bulk.UpsertAsync(entity, rows, cancellationToken);
        var left = Enumerable.Range(0, rows.Count).Where(at => saved[at].Error == SalesforceError.Unprocessed).ToList();
        var rest = await Collections.UpsertAsync(entity, [.. left.Select(at => rows[at])], cancellationToken);
        for (var at = 0; at < left.Count; at++)
            saved[left[at]] = rest[at];
        return saved;
    }
}
