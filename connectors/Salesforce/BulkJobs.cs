using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// Upserts by a bulk job (Bulk API 2.0 Developer Guide, "Ingest"): one CSV, then patience, then three answers whose rows come in another order and are known by their keys. A job that takes too long is
/// aborted; one that an earlier delivery lost sight of is, too, before its records are sent again, for it would write their old state later.
/// </summary>
internal sealed class BulkJobs(SalesforceApi api, SalesforceOptions options, ConnectorServices services)
{
    private const string Path = "jobs/ingest";

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);

    /// <summary>Whether there are enough rows for a job, and none whose values have no place in a CSV.</summary>
    public bool Takes(IReadOnlyList<RowToSave> rows) => options.BulkFrom > 0 && rows.Count >= options.BulkFrom && !rows.Any(row => row.Fields.Any(field => field.Value is JsonObject));

    public async Task<SavedRow[]> UpsertAsync(string entity, IReadOnlyList<RowToSave> rows, CancellationToken cancellationToken)
    {
        var job = await CreateAsync(entity, cancellationToken);
        Accepted(await api.SendAsync(HttpMethod.Put, entity, $"{Path}/{job.Id}/batches", BulkCsv.Write(options.ExternalKeyField, rows), cancellationToken, "text/csv"));
        Accepted(await PatchAsync(entity, job.Id, "UploadComplete", cancellationToken));
        if (await OutcomeAsync(entity, job.Id, rows.Count, TimeSpan.FromSeconds(options.BulkPatienceSeconds), cancellationToken) is null)
            await AbortAsync(entity, job.Id, rows.Count, cancellationToken);
        return await ResultsAsync(entity, job.Id, rows, cancellationToken);
    }

    /// <summary>Aborts jobs of ours that still run on an object. Once per object for as long as the target is open.</summary>
    public async Task EndUnfinishedAsync(string entity, CancellationToken cancellationToken)
    {
        if (options.BulkFrom == 0 || !_looked.Add(entity))
            return;
        var unfinished = await UnfinishedAsync(entity, cancellationToken);
        if (unfinished.Count == 0)
            return;
        var own = await CreateAsync(entity, cancellationToken);   // tells who we are; it never gets a row
        foreach (var job in unfinished.Where(job => job.CreatedBy == own.CreatedBy && job.Key == options.ExternalKeyField))
        {
            services.Log.LeftUnfinished(entity, job.Id);
            await AbortAsync(entity, job.Id, 0, cancellationToken);
        }

        await AbortAsync(entity, own.Id, 0, cancellationToken);
    }

    private async Task<List<Job>> UnfinishedAsync(string entity, CancellationToken cancellationToken)
    {
        var jobs = new List<Job>();
        var answer = await api.GetAsync("bulk jobs", Path + "?jobType=V2Ingest", cancellationToken);
        while (true)
        {
            var page = answer.Json();
            if (!page.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
                throw SalesforceApi.Odd(answer, "a list of jobs without jobs");
            jobs.AddRange(records.EnumerateArray().Select(job => new Job(answer, job)).Where(job => job.Object == entity && !job.IsOver));
            if (SalesforceApi.Text(page, "nextRecordsUrl") is not { Length: > 0 } next)
                return jobs;
            answer = await api.NextAsync("bulk jobs", next, cancellationToken);
        }
    }

    private async Task<Job> CreateAsync(string entity, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["object"] = entity, ["operation"] = "upsert", ["externalIdFieldName"] = options.ExternalKeyField, ["contentType"] = "CSV", ["lineEnding"] = "LF" });
        var answer = Accepted(await api.SendAsync(HttpMethod.Post, entity, Path, body, cancellationToken));
        return new Job(answer, answer.Json());
    }

    private Task<ApiAnswer> PatchAsync(string entity, string job, string state, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Patch, entity, $"{Path}/{job}", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["state"] = state }), cancellationToken);

    /// <summary>Looks at a job until it is over, and gives its last state; null: patience was over first.</summary>
    private async Task<string?> OutcomeAsync(string entity, string id, int count, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        for (var wait = FirstLook; ; wait = wait * 2 < LongestLook ? wait * 2 : LongestLook)
        {
            var answer = await api.GetAsync(entity, $"{Path}/{id}", cancellationToken);
            var job = new Job(answer, answer.Json());
            services.Log.BulkJobIs(entity, id, count, job.State);
            if (job.IsOver)
                return job.State;
            if (services.Time.GetElapsedTime(started) + wait > patience)
                return null;
            await Task.Delay(wait, services.Time, cancellationToken);
        }
    }

    private async Task AbortAsync(string entity, string id, int count, CancellationToken cancellationToken)
    {
        await PatchAsync(entity, id, "Aborted", cancellationToken);   // refused when it is over by now
        if (await OutcomeAsync(entity, id, count, AbortPatience, cancellationToken) is null)
            throw new TransientException($"{entity}: the bulk job {id} neither ends nor can be aborted; see Setup, Bulk Data Load Jobs.", TimeSpan.FromMinutes(1));
    }

    private async Task<SavedRow[]> ResultsAsync(string entity, string id, IReadOnlyList<RowToSave> rows, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, int>(rows.Count, StringComparer.Ordinal);
        for (var at = 0; at < rows.Count; at++)
            places[rows[at].Key] = at;
        var saved = new SavedRow?[rows.Count];
        foreach (var (part, read) in ((string, Func<Dictionary<string, string>, SavedRow>)[])
        [
            ("successfulResults", row => new SavedRow(row.GetValueOrDefault("sf__Id") ?? "", row.GetValueOrDefault("sf__Created") == "true", null)),
            ("failedResults", row => new SavedRow(null, false, SalesforceError.Of(row.GetValueOrDefault("sf__Error") ?? ""))),
            ("unprocessedrecords", _ => new SavedRow(null, false, SalesforceError.Unprocessed)),
        ])
        {
            foreach (var row in Rows(await PartAsync(entity, $"{Path}/{id}/{part}", cancellationToken)))
                if (row.TryGetValue(options.ExternalKeyField, out var key) && places.TryGetValue(key, out var at))
                    saved[at] = read(row);
        }

        return saved.Any(row => row is null)
            ? throw new TransientException($"{entity}: the bulk job {id} does not say what became of {saved.Count(row => row is null)} of {rows.Count} records.")
            : [.. saved.Select(row => row!.Value)];
    }

    private async Task<ApiAnswer> PartAsync(string entity, string path, CancellationToken cancellationToken) => Accepted(await api.SendAsync(HttpMethod.Get, entity, path, body: null, cancellationToken, accept: "text/csv"));

    private static List<Dictionary<string, string>> Rows(ApiAnswer answer)
    {
        try
        {
            return [.. BulkCsv.Read(answer.Body)];
        }
        catch (FormatException)
        {
            throw SalesforceApi.Odd(answer, "the results of a bulk job are no CSV");
        }
    }

    private static ApiAnswer Accepted(ApiAnswer answer) => answer.IsSuccess ? answer : throw (answer.Status == HttpStatusCode.BadRequest && SalesforceApi.ErrorOf(answer) is { IsLater: false, Code: not ("INVALID_FIELD" or "INVALID_TYPE" or "NOT_FOUND") } error
        ? new ProtocolException($"{answer.What}: the bulk job is refused ({error.Code}). Set BulkFrom to 0 to do without.") : SalesforceApi.Failure(answer));

    private sealed class Job(ApiAnswer answer, JsonElement json)
    {
        public string Id { get; } = SalesforceApi.Text(json, "id") ?? throw SalesforceApi.Odd(answer, "a job without an id");
        public string State { get; } = SalesforceApi.Text(json, "state") ?? throw SalesforceApi.Odd(answer, "a job without a state");
        public string? Object { get; } = SalesforceApi.Text(json, "object");
        public string? CreatedBy { get; } = SalesforceApi.Text(json, "createdById");
        public string? Key { get; } = SalesforceApi.Text(json, "externalIdFieldName");
        public bool IsOver => State is "JobComplete" or "Failed" or "Aborted";
    }
}
