namespace IntegrationHub.Core.Preview;

/// <summary>What a changed mapping would make of the records the hub keeps, against what it holds. Nothing is changed by asking.</summary>
public sealed record MappingDifference
{
    /// <summary>Records compared: those kept, and those set aside.</summary>
    public required long Records { get; init; }

    /// <summary>Would come out just as they are, or stay refused for the same cause.</summary>
    public required long Same { get; init; }

    /// <summary>Would come out otherwise.</summary>
    public required long Changed { get; init; }

    /// <summary>Are held (or taken), and would be refused.</summary>
    public required long NewlyRefused { get; init; }

    /// <summary>Are set aside (or refused), and would be mapped or left out.</summary>
    public required long NoLongerRefused { get; init; }

    /// <summary>Are refused, and would be refused for another cause.</summary>
    public required long RefusedOtherwise { get; init; }

    /// <summary>Are held (or taken), and would be left out by <c>only</c>. What the hub holds of them would stay.</summary>
    public required long NewlyLeftOut { get; init; }

    /// <summary>Were left out, and would be taken. Inwards always 0: what was left out is not kept.</summary>
    public required long NewlyTaken { get; init; }

    /// <summary>The fields that would change, those of most records first.</summary>
    public required IReadOnlyList<FieldDifference> Fields { get; init; }

    /// <summary>Causes of refusals that would come or go.</summary>
    public required IReadOnlyList<CauseDifference> Causes { get; init; }

    public bool IsSame => Same == Records;
}

/// <summary>A field that would change.</summary>
/// <param name="Field">Without numbers of list entries: <c>lines[].net.amount</c>.</param>
/// <param name="Records">In how many records.</param>
/// <param name="Examples">The first few.</param>
public sealed record FieldDifference(string Field, long Records, IReadOnlyList<FieldExample> Examples);

/// <summary>A change in one record; values are JSON, null where there is none.</summary>
public sealed record FieldExample(string Key, string? Old, string? New);

/// <summary>A cause of refusals, with how many records it would gain and lose.</summary>
public sealed record CauseDifference(string Cause, long Gained, long Lost);
