using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>All fields of a record or of a list element.</summary>
internal sealed class FieldSet<T>(Func<T> create, Field<T>[] fields) where T : class
{
    /// <summary>
    /// Makes one. Absent when nothing in it depends on the record and is there: an address with only a constant kind is no address.
    /// </summary>
    public Outcome Read(scoped in Scope scope, out T made)
    {
        var issues = scope.Workspace.Issues;
        var before = issues.Count;
        var mark = scope.Trace?.Count ?? 0;
        var owner = made = create();
        bool refused = false, present = false, incomplete = false;
        foreach (var field in fields)
        {
            var outcome = field.Fill(owner, in scope);
            refused |= outcome is Outcome.Refused;
            present |= outcome is Outcome.Present && !field.IsConstant;
            if (outcome is not Outcome.Absent || !field.Required)
                continue;
            incomplete = true;
            scope.Refuse(field.Site, "required, but absent");
        }

        if (refused || (present && incomplete))
            return Outcome.Refused;
        if (present)
            return Outcome.Present;
        issues.RemoveRange(before, issues.Count - before);
        scope.Trace?.Forget(mark);
        return Outcome.Absent;
    }
}
