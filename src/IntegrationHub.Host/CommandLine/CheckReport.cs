using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Coverage;

namespace IntegrationHub.Host.CommandLine;

/// <summary>What <c>hub check</c> found, as lines and as JSON.</summary>
/// <param name="strict">Warnings fail the check.</param>
internal sealed class CheckReport(bool strict)
{
    private sealed record Checked(string What, bool Good, string? Problem);

    private readonly List<Checked> _checks = [];
    private readonly List<MappingCoverage> _coverage = [];
    private readonly List<Lint> _warnings = [];

    internal bool Good => _checks.TrueForAll(check => check.Good) && !(strict && (_warnings.Count > 0 || _coverage.Exists(coverage => coverage.Uncovered.Count > 0)));

    /// <param name="what">What was checked.</param>
    /// <param name="problem">Null: it is good.</param>
    internal void Add(string what, string? problem) => _checks.Add(new Checked(what, problem is null, problem));

    internal void Add(string mapping, CaseReport cases)
    {
        Add($"mapping {mapping}", cases.Failures.Count == 0 ? null : string.Join(Environment.NewLine, cases.Failures));
        _coverage.AddRange(cases.Coverage);
    }

    internal void Add(IEnumerable<Lint> warnings) => _warnings.AddRange(warnings);

    internal void Tell(Terminal terminal, bool verbose) => terminal.Answer(
        new { good = Good, checks = _checks, mappings = _coverage, warnings = _warnings },
        () =>
        {
            foreach (var check in _checks)
                Say(terminal, check, verbose);
            foreach (var warning in _warnings)
                terminal.Say($"warning {warning}");
            Sum(terminal, verbose);
        });

    private void Say(Terminal terminal, Checked check, bool verbose)
    {
        var coverage = _coverage.Find(coverage => check.What == $"mapping {coverage.File}");
        var full = coverage is null or { Uncovered.Count: 0 };
        var summary = coverage is null ? "" : $" ({Count(coverage.Cases, "case")}, {coverage.Covered} of {coverage.Sites} covered)";
        terminal.Say($"{(!check.Good ? "FAILED " : full ? "good   " : "warning")} {check.What}{summary}{(check.Problem is null ? "" : $": {check.Problem}")}");
        if (verbose)
            foreach (var lint in coverage?.Uncovered ?? [])
                terminal.Say($"        {lint}");
    }

    private void Sum(Terminal terminal, bool verbose)
    {
        var (sites, uncovered) = (_coverage.Sum(coverage => coverage.Sites), _coverage.Sum(coverage => coverage.Uncovered.Count));
        if (uncovered > 0)
            terminal.Say($"{uncovered} of {sites} places in mappings are reached by no case{(verbose ? "" : "; --verbose lists them")}{(strict ? "; --strict makes that a failure" : "")}.");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
