namespace IntegrationHub.Core.Mapping.Rules;

/// <summary><c>only</c>: which records or list elements are taken. All its parts must hold.</summary>
internal sealed class Condition((Rule Rule, HashSet<string> Allowed, Site Site)[] parts)
{
    /// <summary>
    /// Present: take it. Absent: leave it out. An absent value is compared as the empty text; one that is no single value is refused,
    /// for nobody can say whether the record was meant.
    /// </summary>
    public Outcome Check(scoped in Scope scope)
    {
        foreach (var (rule, allowed, site) in parts)
        {
            var value = rule.Evaluate(in scope);
            if (value.Kind is ValueKind.Refused)
            {
                scope.Trace?.Fill(site, Outcome.Refused, value.Cause);
                scope.Refuse(site, value.Cause);
                return Outcome.Refused;
            }

            var taken = allowed.Contains(value.Kind is ValueKind.Absent ? "" : value.ToText(scope.Texts)) ? Outcome.Present : Outcome.Absent;
            scope.Trace?.Fill(site, taken, cause: null);
            if (taken is Outcome.Absent)
                return taken;
        }

        return Outcome.Present;
    }
}
