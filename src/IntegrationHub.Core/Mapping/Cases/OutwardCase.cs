using System.Text.Json.Nodes;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>A case of an outward mapping. A field to be filled with another record's remote id shows as <c>{ ref: system/entity/id }</c>.</summary>
internal sealed class OutwardCase(OutwardMapping mapping) : ICase
{
    public CaseResult Run(string key, byte[] input)
    {
        switch (mapping.Map(input))
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
