using IntegrationHub.Core.Mapping.Coverage;

namespace IntegrationHub.Core.Mapping;

/// <summary>What running the cases of mappings gave.</summary>
/// <param name="Count">Cases run.</param>
/// <param name="Failures">
/// One per case that failed and per fault in a cases file: <c>northwind/Orders.cases.yaml(12,3): 'an open order': net.amount: expected 440, found 44</c>.
/// </param>
/// <param name="Coverage">How much of each mapping the cases reach.</param>
public sealed record CaseReport(int Count, IReadOnlyList<Lint> Failures, IReadOnlyList<MappingCoverage> Coverage);
