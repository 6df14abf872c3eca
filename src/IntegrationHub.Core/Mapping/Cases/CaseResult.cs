using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Explain;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>What a mapping made of a case's input, in either direction. Closed.</summary>
internal abstract record CaseResult
{
    private CaseResult()
    {
    }

    public sealed record Mapped(JsonObject Json) : CaseResult
    {
        public override string ToString() => $"it mapped to {Json.ToJsonString(Explanation.JsonStyle)}";
    }

    public sealed record LeftOut : CaseResult
    {
        public override string ToString() => "it left out";
    }

    public sealed record Refused(IReadOnlyList<string> Causes) : CaseResult
    {
        public override string ToString() => $"it refused: {string.Join("; ", Causes)}";
    }
}
