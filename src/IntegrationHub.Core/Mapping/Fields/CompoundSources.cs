using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary><c>ref</c>: the key of another record, in the same system unless the mapping names one.</summary>
internal sealed class ReferenceSource(Source<string> id, string entity, string? system, Site site) : Source<RecordKey>
{
    public override Outcome Read(scoped in Scope scope, out RecordKey value)
    {
        var outcome = id.Read(in scope, out var text);
        value = outcome is Outcome.Present ? new RecordKey(system ?? scope.Key.System, entity, text) : null!;
        if (outcome is Outcome.Present)
            scope.Trace?.Refer(site, value);
        return outcome;
    }
}

/// <summary><c>attributes</c>: custom fields, each with the type its rule gives. In order of name.</summary>
internal sealed class AttributesSource((string Name, Source<JsonNode> Source)[] attributes) : Source<JsonObject>
{
    private readonly (string Name, Source<JsonNode> Source)[] attributes = [.. attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal)];

    public override Outcome Read(scoped in Scope scope, out JsonObject value)
    {
        value = [];
        var refused = false;
        foreach (var (name, source) in attributes)
        {
            var outcome = source.Read(in scope, out var node);
            refused |= outcome is Outcome.Refused;
            if (outcome is Outcome.Present)
                value.Add(name, node);
        }

        return refused ? Outcome.Refused : value.Count == 0 ? Outcome.Absent : Outcome.Present;
    }
}
