using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>A case of an inward mapping. Its system is the folder the mapping stands in, or the library; the record's own key is not compared.</summary>
internal sealed class InwardCase(Mapping mapping) : ICase
{
    public CoverageSites Sites => mapping.Sites;

    private string System => mapping.File.Split('/') is [MappingCatalog.Library, var library, _] ? library : mapping.File.Split('/')[0];

    public CaseResult Run(string key, byte[] input, Trace trace) =>
        mapping.Map(System, new SourceRecord(key, ChangeKind.Upserted, input), trace) switch
        {
            MapResult.Mapped(var record) => new CaseResult.Mapped(Document(record)),
            MapResult.Refused(var issues) => new CaseResult.Refused([.. issues.Select(issue => issue.Cause)]),
            _ => new CaseResult.LeftOut(),
        };

    /// <summary>The canonical document, and what the hub keeps beside it.</summary>
    private static JsonObject Document(CanonicalRecord record)
    {
        var document = JsonNode.Parse(CanonicalJson.ToBytes(record))!.AsObject();
        document.Remove("key");
        if (record.SourceVersion is { } version)
            document["sourceVersion"] = version;
        if (record.SourceTime is { } time)
            document["sourceTime"] = time.UtcDateTime;
        if (record.Deleted)
            document["deleted"] = true;
        return document;
    }
}
