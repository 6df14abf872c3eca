using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Outward;

/// <summary>A field that an outward mapping writes.</summary>
/// <param name="Name">As the target names it; within a list <c>lines[].quantity</c>, within a part <c>address.city</c>.</param>
/// <param name="Kind">What it must hold.</param>
public sealed record WrittenField(string Name, TargetFieldKind Kind)
{
    /// <summary>The rule's place: file and line.</summary>
    public required string Rule { get; init; }

    /// <summary>The only texts that are ever written; null: any.</summary>
    public IReadOnlyCollection<string>? Values { get; init; }

    /// <summary>A reference: to records of this entity; null: to whatever stands there.</summary>
    public EntityKind? RefersTo { get; init; }
}
