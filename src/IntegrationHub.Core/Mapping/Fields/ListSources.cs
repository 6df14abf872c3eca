using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary><c>each</c>: one entry for every element of a list in the record. An element that cannot be mapped is never left out silently.</summary>
internal sealed class EachSource<T>(SlotRef list, string path, FieldSet<T> fields, Condition? only, Site site) : Source<IReadOnlyList<T>> where T : class
{
    public override Outcome Read(scoped in Scope scope, out IReadOnlyList<T> value)
    {
        value = [];
        var slot = scope[list];
        if (slot.Kind is SlotKind.Absent)
            return Outcome.Absent;
        if (slot.Kind is not SlotKind.List)
        {
            scope.Refuse(site, "not a list");
            return Outcome.Refused;
        }

        var entries = new T[slot.Length];
        var (taken, refused) = (0, false);
        var frame = slot.Start;
        for (var index = 0; index < slot.Length; index++)
        {
            var element = scope.Element(frame);
            var before = scope.Workspace.Issues.Count;
            scope.Trace?.Enter(site, path, index, taken);
            switch (Element(in element, out var entry))
            {
                case Outcome.Present:
                    entries[taken++] = entry;
                    break;
                case Outcome.Refused:
                    refused = true;
                    scope.Workspace.NumberIssues(before, site.Field, index);
                    break;
                default:
                    break;
            }

            scope.Trace?.Leave();
            frame = element.Next;
        }

        value = taken == entries.Length ? entries : entries[..taken];
        return refused ? Outcome.Refused : taken == 0 ? Outcome.Absent : Outcome.Present;
    }

    private Outcome Element(scoped in Scope element, out T entry)
    {
        entry = null!;
        if (element.IsOdd)
        {
            element.Refuse(new Site($"{site.Field}[]", site.Rule), "an element that is not an object");
            return Outcome.Refused;
        }

        if (only is not null && only.Check(in element) is not Outcome.Present and var verdict)
            return verdict;
        var outcome = fields.Read(in element, out entry);
        if (outcome is not Outcome.Absent)
            return outcome;
        element.Refuse(new Site($"{site.Field}[]", site.Rule), "an element with nothing of what the mapping asks for");
        return Outcome.Refused;
    }
}

/// <summary>A list the mapping writes out: addresses from the fields of one record. Entries of which nothing is there are left out.</summary>
internal sealed class EntriesSource<T>(FieldSet<T>[] entries, Site site) : Source<IReadOnlyList<T>> where T : class
{
    public override Outcome Read(scoped in Scope scope, out IReadOnlyList<T> value)
    {
        var list = new List<T>(entries.Length);
        var refused = false;
        for (var index = 0; index < entries.Length; index++)
        {
            var outcome = entries[index].Read(in scope, out var entry);
            if (outcome is not Outcome.Absent)
                scope.Trace?.Renumber(site, index, list.Count);
            refused |= outcome is Outcome.Refused;
            if (outcome is Outcome.Present)
                list.Add(entry);
        }

        value = list;
        return refused ? Outcome.Refused : list.Count == 0 ? Outcome.Absent : Outcome.Present;
    }
}
