using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Outward;

/// <summary>A single value.</summary>
internal sealed class OutwardValue(string name, Site site, Rule rule) : OutwardField(name, site)
{
    private readonly RuleSource<JsonNode> source = new(rule, JsonValues.Read, site);

    public override IEnumerable<WrittenField> Writes(string prefix) => [new(prefix + Name, rule.Holds) { Rule = Site.Rule, Values = rule.Texts }];

    public override Outcome Write(JsonObject owner, scoped in Scope scope)
    {
        var outcome = source.Read(in scope, out var value);
        owner[Name] = outcome is Outcome.Present ? value : null;
        return outcome;
    }
}

/// <summary><c>ref</c>: the target's id of another record; null until the hub fills it in.</summary>
internal sealed class OutwardLink(string name, Site site, PathRule key, bool optional) : OutwardField(name, site)
{
    public override IEnumerable<WrittenField> Writes(string prefix) =>
        [new(prefix + Name, TargetFieldKind.Reference) { Rule = Site.Rule, RefersTo = Entities.TryKindOf(key.RefersTo ?? "", out var kind) ? kind : null }];

    public override Outcome Write(JsonObject owner, scoped in Scope scope)
    {
        owner[Name] = null;
        var value = key.Evaluate(in scope);
        if (value.Kind is ValueKind.Absent)
        {
            scope.Trace?.Fill(Site, Outcome.Absent, cause: null);
            return Outcome.Absent;
        }

        if (value.Kind is ValueKind.Text && RecordKey.TryParse(value.ToText(scope.Texts), out var to))
        {
            scope.Workspace.References.Add(new OutwardReference(owner, Name, to, optional));
            scope.Trace?.Refer(Site, to);
            return Outcome.Present;
        }

        const string cause = "not a record key (system/entity/id)";
        scope.Trace?.Fill(Site, Outcome.Refused, cause);
        scope.Refuse(Site, cause);
        return Outcome.Refused;
    }
}

/// <summary>An object within the target's object.</summary>
internal sealed class OutwardPart(string name, Site site, OutwardFields fields) : OutwardField(name, site)
{
    public override IEnumerable<WrittenField> Writes(string prefix) => fields.Writes($"{prefix}{Name}.");

    public override Outcome Write(JsonObject owner, scoped in Scope scope)
    {
        var part = fields.New();
        owner[Name] = part;
        return fields.Write(part, in scope);
    }
}

/// <summary><c>each</c>: a list of objects. Empty when the document has none.</summary>
internal sealed class OutwardEach(string name, Site site, SlotRef list, string path, OutwardFields fields, Condition? only) : OutwardField(name, site)
{
    public override IEnumerable<WrittenField> Writes(string prefix) =>
        [new(prefix + Name, TargetFieldKind.Lines) { Rule = Site.Rule }, .. fields.Writes($"{prefix}{Name}[].")];

    public override Outcome Write(JsonObject owner, scoped in Scope scope)
    {
        var array = new JsonArray();
        owner[Name] = array;
        var slot = scope[list];
        if (slot.Kind is SlotKind.Absent)
            return Outcome.Absent;
        if (slot.Kind is not SlotKind.List)
        {
            scope.Refuse(Site, "not a list");
            return Outcome.Refused;
        }

        var refused = false;
        var frame = slot.Start;
        for (var index = 0; index < slot.Length; index++)
        {
            var element = scope.Element(frame);
            var before = scope.Workspace.Issues.Count;
            scope.Trace?.Enter(Site, path, index, array.Count);
            refused |= Element(array, in element) is Outcome.Refused;
            scope.Trace?.Leave();
            scope.Workspace.NumberIssues(before, Site.Field, index);
            frame = element.Next;
        }

        return refused ? Outcome.Refused : Outcome.Present;
    }

    private Outcome Element(JsonArray array, scoped in Scope element)
    {
        if (element.IsOdd)
        {
            element.Refuse(new Site($"{Site.Field}[]", Site.Rule), "an element that is not an object");
            return Outcome.Refused;
        }

        var verdict = only?.Check(in element) ?? Outcome.Present;
        if (verdict is not Outcome.Present)
            return verdict;
        var entry = fields.New();
        array.Add(entry);
        return fields.Write(entry, in element);
    }
}
