namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>One entity that is read: where it is, and how its records hang together. Vendor's names throughout.</summary>
/// <param name="Name">The entity set.</param>
/// <param name="Service">The service's technical name.</param>
/// <param name="Key">The properties of the hub's key, in the order pages are sorted in. None of them is ever empty.</param>
internal sealed record SapEntity(string Name, string Service, IReadOnlyList<string> Key)
{
    /// <summary>What tells a change; null: it is read whole.</summary>
    public SapStamp? Stamp { get; init; }

    /// <summary>A condition that always holds.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Only what is valid on the day it is read.</summary>
    public bool OnlyValid { get; init; }

    /// <summary>What can be expanded, with slashes.</summary>
    public IReadOnlyList<string> Expand { get; init; } = [];

    /// <summary>What is put into each record from another entity set.</summary>
    public SapAttachment? Attachment { get; init; }

    /// <summary>The property with the company a slice is narrowed by: sales organization or company code; null: there is none.</summary>
    public string? Company { get; init; }

    /// <summary>The property with the business date; null: there is none.</summary>
    public string? Day { get; init; }

    /// <summary>Money or quantities that are added up to be compared.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];
}

/// <summary>What tells when an entity was changed.</summary>
/// <param name="Property">The time or date of change.</param>
/// <param name="IsDate">It has no time of day.</param>
/// <param name="Others">More dates: of creation, for what was never changed and so has no date of change; of clearing, which may leave the date of change as it is. None: every change moves the time.</param>
internal sealed record SapStamp(string Property, bool IsDate, params string[] Others)
{
    public IEnumerable<string> Properties => [Property, .. Others];
}

/// <summary>Entities of another set that belong to a record.</summary>
/// <param name="Name">Where they stand in the record.</param>
/// <param name="Service">The service's technical name.</param>
/// <param name="Set">The other entity set.</param>
/// <param name="Key">Its key, by which its pages are sorted.</param>
/// <param name="Join">The record's properties, and the other side's that equal them. The first pair is asked by.</param>
internal sealed record SapAttachment(string Name, string Service, string Set, IReadOnlyList<string> Key, IReadOnlyList<(string Here, string There)> Join)
{
    /// <summary>A condition more.</summary>
    public string Filter { get; init; } = "";

    /// <summary>There is one at most: the entity itself stands in the record, not a list.</summary>
    public bool IsOne { get; init; }

    /// <summary>A date of change of theirs, which changes the record they belong to as well; null: they do not.</summary>
    public SapStamp? Changes { get; init; }

    /// <summary>Also says in the record how much of them is open.</summary>
    public bool AddsOpenAmount { get; init; }
}
