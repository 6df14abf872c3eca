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

    /// <summary>Creates or changes records by their keys, by a bulk job when there are many and nobody waits for the single one.</summary>
    public async Task<SavedRow[]> UpsertAsync(string entity, IReadOnlyList<RowToSave> rows, bool isBulk, CancellationToken cancellationToken) =>
        (isBulk && Bulk.Takes(rows) ? await Bulk.UpsertAsync(entity, rows, cancellationToken) : null) ?? await Collections.UpsertAsync(entity, rows, cancellationToken);
}
