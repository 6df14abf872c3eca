using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Explain;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>A case of an outward mapping. A field to be filled with another record's remote id shows as <c>{ ref: system/entity/id }</c>.</summary>
internal sealed class OutwardCase(OutwardMapping mapping) : ICase
{
    public CoverageSites Sites => mapping.Sites;

    public CaseResult Run(string key, byte[] input, Trace trace)
    {
        switch (mapping.Map(input, trace))
        {
            case OutwardResult.Mapped(var fields, var references):
                foreach (var reference in references)
                    reference.Owner[reference.Field] = new JsonObject { ["ref"] = reference.To.ToString() };
                return new CaseResult.Mapped(fields);
            case OutwardResult.Refused(var issues):
                return new CaseResult.Refused([.. issues.Select(issue => issue.Cause)]);
            default:
                return new CaseResult.LeftOut();
        }
    }
}
