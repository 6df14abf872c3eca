using IntegrationHub.Core.Mapping.Coverage;

namespace IntegrationHub.Core.Mapping;

/// <summary>What running the cases of mappings gave.</summary>
/// <param name="Count">Cases run.</param>
/// <param name="Failures">
/// One per case that failed and per fault in a cases file: <c>northwind/Orders.cases.yaml(12,3): 'an open order': net.amount: expected 440, found 44</c>.
/// </param>
/// <param name="Coverage">How much of each mapping the cases reach.</param>
public sealed record CaseReport(int Count, IReadOnlyList<Lint> Failures, IReadOnlyList<MappingCoverage> Coverage)
{
    /// <summary>The cases by name, in the order of the file.</summary>
    public IReadOnlyList<RanCase> Cases { get; init; } = [];
}

/// <summary>A case that was run.</summary>
/// <param name="Name">What it is called; empty when it does not say.</param>
/// <param name="Line">Where it begins in its file.</param>
/// <param name="Failures">What was not as expected; none: it passed.</param>
public sealed record RanCase(string Name, int Line, IReadOnlyList<string> Failures);
