using IntegrationHub.Core.Mapping.Cases;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Coverage;

/// <summary>What the cases of one mapping reached so far.</summary>
internal sealed class Reached
{
    private readonly HashSet<object> keys = [];

    public IReadOnlySet<object> Keys => keys;

    /// <summary>
    /// Takes over what one case reached. A value counts when the record was mapped, for only then is it compared; of a refused record
    /// counts what refused it, of one left out what left it out.
    /// </summary>
    public void Add(Trace trace, CaseResult result)
    {
        if (result is CaseResult.Refused)
        {
            keys.UnionWith(trace.Unlisted);
            return;
        }

        foreach (var (site, outcome) in trace.Filled)
        {
            if (outcome is Outcome.Absent)
                keys.Add(CoverageSites.LeftOut(site));
            else if (result is CaseResult.Mapped)
                keys.Add(CoverageSites.Filled(site));
        }

        if (result is CaseResult.Mapped)
            keys.UnionWith(trace.Chosen);
    }
}
