using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>
/// Bulk API 2.0, ingest: a job takes one CSV, goes on by itself, and answers three: what succeeded, what failed, what it did not get to. Their rows come in another order than they went.
/// </summary>
internal sealed class SalesforceBulk(SalesforceOrg org, SalesforceCollections collections, SalesforceDialect dialect)
{
    private const int MostBytes = 100 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);

    public void Map(RouteGroupBuilder data)
    {
        data.MapPost("/jobs/ingest", (JsonObject body) => Results.Json(Create(body)));
        data.MapGet("/jobs/ingest", () => Results.Json(new JsonObject { ["done"] = true, ["records"] = new JsonArray([.. _jobs.Values.OrderBy(job => job.Id, StringComparer.Ordinal).Select(job => (JsonNode)Info(job))]) }));
        data.MapPut("/jobs/ingest/{id}/batches", async (string id, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            var csv = await reader.ReadToEndAsync();
            var job = Find(id);
            if (job.State != "Open" || csv.Length > MostBytes)
                throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALIDJOBSTATE", $"the job is {job.State}");
            job.Rows = SalesforceCsv.Read(csv);
            return Results.StatusCode(StatusCodes.Status201Created);
        });
        data.MapPatch("/jobs/ingest/{id}", (string id, JsonObject body) => Results.Json(Info(Change(Find(id), (string?)body["state"]))));
        data.MapGet("/jobs/ingest/{id}", (string id) => Results.Json(Info(Looked(Find(id)))));
        data.MapGet("/jobs/ingest/{id}/successfulResults", (string id) => Csv(Find(id), job => job.Succeeded, "sf__Id", "sf__Created"));
        data.MapGet("/jobs/ingest/{id}/failedResults", (string id) => Csv(Find(id), job => job.Failed, "sf__Id", "sf__Error"));
        data.MapGet("/jobs/ingest/{id}/unprocessedrecords", (string id) => Csv(Find(id), job => job.Unprocessed));
    }

    private JsonObject Create(JsonObject body)
    {
        var job = new Job(SalesforceId.New("job", _jobs.Count + 1), (string?)body["object"] ?? "", (string?)body["operation"] ?? "", (string?)body["externalIdFieldName"]);
        org.FieldsOf(job.Object);
        if (job.Operation != "upsert" || job.Key is null)
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALIDJOB", "the stand-in knows upserts only, which need an externalIdFieldName");
        _jobs[job.Id] = job;
        return Info(job);
    }

    private static Job Change(Job job, string? state)
    {
        if (job.State is "JobComplete" or "Failed" or "Aborted" || state is not ("UploadComplete" or "Aborted"))
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALIDJOBSTATE", $"the job is {job.State}");
        if (state == "Aborted")
            job.Unprocessed.AddRange(job.Rows.Skip(1));
        job.State = state;
        return job;
    }

    private Job Looked(Job job)
    {
        if (job.State is not ("UploadComplete" or "InProgress"))
            return job;
        job.State = "InProgress";
        if (++job.Looks >= dialect.Bulk.LooksUntilDone)
            Process(job);
        return job;
    }

    private void Process(Job job)
    {
        var header = job.Rows[0];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in job.Rows.Skip(1))
        {
            if (job.Succeeded.Count + job.Failed.Count >= (dialect.Bulk.FailsAfter ?? int.MaxValue))
            {
                job.Unprocessed.Insert(0, row);
                continue;
            }

            var (record, error, created) = Row(job, header, row, seen);
            if (error is null)
                job.Succeeded.Insert(0, [record!.Id, created ? "true" : "false", .. row]);
            else
                job.Failed.Insert(0, ["", $"{error.Code}:{error.Message}:{string.Join(',', error.Fields)} --", .. row]);
        }

        job.State = dialect.Bulk.FailsAfter is null ? "JobComplete" : "Failed";
    }

    private (StandInRecord? Record, SalesforceError? Error, bool Created) Row(Job job, List<string> header, List<string> row, HashSet<string> seen)
    {
        var fields = new JsonObject();
        for (var at = 0; at < header.Count; at++)
            if (row[at].Length > 0)
                fields[header[at]] = row[at] == "#N/A" ? null : row[at];
        try
        {
            return collections.UpsertOne(job.Object, job.Key!, org.Read(job.Object, fields), seen);
        }
        catch (SalesforceRefusal refusal)
        {
            return (null, new SalesforceError("INVALID_TYPE_ON_FIELD_IN_RECORD", refusal.Message), false);
        }
    }

    private Job Find(string id) => _jobs.GetValueOrDefault(id) ?? throw new SalesforceRefusal(StatusCodes.Status404NotFound, "NOT_FOUND", "The requested resource does not exist");

    private static JsonObject Info(Job job)
    {
        var info = new JsonObject
        {
            ["id"] = job.Id,
            ["operation"] = job.Operation,
            ["object"] = job.Object,
            ["createdById"] = "0055g0000000001AAA",
            ["state"] = job.State,
            ["jobType"] = "V2Ingest",
            ["contentType"] = "CSV",
            ["numberRecordsProcessed"] = job.Succeeded.Count + job.Failed.Count,
            ["numberRecordsFailed"] = job.Failed.Count,
        };
        if (job.Key is { } key)
            info["externalIdFieldName"] = key;
        return info;
    }

    private static IResult Csv(Job job, Func<Job, List<List<string>>> part, params string[] before) =>
        Results.Content(SalesforceCsv.Write([[.. before, .. job.Rows.FirstOrDefault() ?? []], .. part(job)]), "text/csv", Encoding.UTF8);

    private sealed class Job(string id, string table, string operation, string? key)
    {
        public string Id => id;
        public string Object => table;
        public string Operation => operation;
        public string? Key => key;
        public string State { get; set; } = "Open";
        public int Looks { get; set; }
        public List<List<string>> Rows { get; set; } = [];
        public List<List<string>> Succeeded { get; } = [];
        public List<List<string>> Failed { get; } = [];
        public List<List<string>> Unprocessed { get; } = [];
    }
}
