using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Outward;

/// <summary>The fields of a target's object, or of an object within it.</summary>
internal sealed class OutwardFields(OutwardField[] fields)
{
    private readonly KeyValuePair<string, JsonNode?>[] none = [.. fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)null))];

    /// <summary>The names of those that hold one value each.</summary>
    public IEnumerable<string> Values => fields.OfType<OutwardValue>().Select(value => value.Name);

    /// <summary>An object with all of them, null each: one that grows field by field is copied several times.</summary>
    public JsonObject New() => new(none);

    public IEnumerable<WrittenField> Writes(string prefix) => fields.SelectMany(field => field.Writes(prefix));

    /// <summary>Writes all of them, null where the document has nothing. Present or Refused.</summary>
    public Outcome Write(JsonObject owner, scoped in Scope scope)
    {
        var refused = false;
        foreach (var field in fields)
            refused |= field.Write(owner, in scope) is Outcome.Refused;
        return refused ? Outcome.Refused : Outcome.Present;
    }
}

/// <summary>One field of a target's object.</summary>
internal abstract class OutwardField(string name, Site site)
{
    public string Name => name;
    public Site Site => site;

    /// <summary>What it writes at the target, itself first; names within <paramref name="prefix"/>.</summary>
    public abstract IEnumerable<WrittenField> Writes(string prefix);

    public abstract Outcome Write(JsonObject owner, scoped in Scope scope);
}
