namespace IntegrationHub.Core.Mapping.Coverage;

/// <summary>How much of a mapping its cases reach: every field filled, every entry of a <c>choose</c> taken, every <c>otherwise</c> and every <c>only</c> both ways.</summary>
/// <param name="File">The mapping: <c>northwind/Orders.yaml</c>.</param>
/// <param name="Cases">Cases run.</param>
/// <param name="Sites">What there is to reach.</param>
/// <param name="Uncovered">What no case reaches, each at its place.</param>
public sealed record MappingCoverage(string File, int Cases, int Sites, IReadOnlyList<Lint> Uncovered)
{
    public int Covered => Sites - Uncovered.Count;
}
