using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Coverage;

/// <summary>
/// What there is to reach in a mapping, noted while it is compiled. A refusal counts where the mapping itself decides it (<c>choose</c>, <c>absent</c>);
/// what a converter or a type refuses is tested with the converter.
/// </summary>
internal sealed class CoverageSites(Lints lints)
{
    private readonly List<(object Key, Lint Uncovered)> sites = [];

    /// <summary>A field, or a part of one, that a rule fills.</summary>
    public void Field(Site site, YamlNode rule) => Add(Filled(site), rule, $"no case fills '{site.Field}{(site.Part is null ? "" : "." + site.Part)}'");

    public void Only(Site site, YamlNode key)
    {
        Add(Filled(site), key, $"no case is taken by '{site.Field}'");
        Add(LeftOut(site), key, $"no case is left out by '{site.Field}'");
    }

    /// <summary>A <c>choose</c>: each entry, and what becomes of the rest.</summary>
    /// <param name="choices">Its entries.</param>
    /// <param name="otherwise">What says so of the rest; null: every value that can come is listed.</param>
    /// <param name="refuses">The rest is refused.</param>
    public void Choose(YamlMap choices, YamlNode? otherwise, bool refuses)
    {
        foreach (var (key, result) in choices.Entries)
            Add(result, key, $"no case chooses '{key.Value}'");
        if (otherwise is not null)
            Add(otherwise, otherwise, refuses ? "no case is refused for a value this 'choose' does not list" : "no case comes to this 'otherwise'");
    }

    /// <summary>The answers of an <c>absent</c>; one may stand for several ways of being absent.</summary>
    public void Absent(IEnumerable<AbsentAnswer?> answers)
    {
        foreach (var answer in answers.OfType<AbsentAnswer>().DistinctBy(answer => answer.Node))
            Add(answer.Node, answer.Node, answer.Constant is null ? "no case is refused by this 'absent'" : "no case comes to this 'absent'");
    }

    /// <summary>Holds what cases reached against what there is.</summary>
    public MappingCoverage Against(int cases, IReadOnlySet<object> reached) =>
        new(lints.File, cases, sites.Count, [.. sites.Where(site => !reached.Contains(site.Key)).Select(site => site.Uncovered)]);

    /// <summary>What a site is known by once it was filled (of an <c>only</c>: once it took something).</summary>
    public static object Filled(Site site) => (site, Outcome.Present);

    public static object LeftOut(Site site) => (site, Outcome.Absent);

    private void Add(object key, YamlNode at, string message) => sites.Add((key, new Lint(at.File ?? lints.File, at.Line, at.Column, message)));
}
