using System.Text.Json.Serialization;

namespace IntegrationHub.Sdk;

/// <summary>
/// Part of an entity. What is set narrows it further; with nothing set it is the whole entity, read once as it is now. Immutable.
/// </summary>
/// <param name="Keys">Only records with these keys; one that is not there is left out without a word.</param>
/// <param name="From">Only records with this business date or a later one. Left out: also those before, and those without a date.</param>
/// <param name="To">Only records with this business date or an earlier one (it is included), and those without a date unless <paramref name="From"/> is set.</param>
/// <param name="Company">Only records of this company, as the source names it.</param>
public sealed record Slice(IReadOnlyList<string>? Keys = null, DateOnly? From = null, DateOnly? To = null, string? Company = null)
{
    /// <summary>Only records whose keys lie in this range.</summary>
    public KeyRange? Range { get; init; }

    /// <summary>What it is narrowed by.</summary>
    [JsonIgnore]
    public SliceKinds Kinds =>
        (Keys is null ? 0 : SliceKinds.Keys) | (From is null && To is null ? 0 : SliceKinds.Dates) | (Company is null ? 0 : SliceKinds.Company) | (Range is null ? 0 : SliceKinds.KeyRange);

    /// <summary>In words for an operator: <c>3 keys, 2026-01-01 to 2026-01-31, company 1000</c>. Never throws.</summary>
    public override string ToString() => Kinds == SliceKinds.None ? "everything" : string.Join(", ", new[]
    {
        Keys is null ? null : Keys.Count == 1 ? "1 key" : $"{Keys.Count} keys",
        (From, To) switch
        {
            (null, null) => null,
            (null, { } to) => $"until {to:yyyy-MM-dd}",
            ({ } from, null) => $"from {from:yyyy-MM-dd}",
            ({ } from, { } to) => $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd}",
        },
        Company is null ? null : $"company {Company}",
        Range is null ? null : $"{Range}",
    }.OfType<string>());
}

/// <summary>A range of keys, in the order the source sorts them in. Only a source makes one (<see cref="IPartitionedSource"/>): nobody else knows its order.</summary>
/// <param name="From">From this key on, which is included; null: from the beginning.</param>
/// <param name="Before">Up to this key, which is not included; null: to the end.</param>
public sealed record KeyRange(string? From, string? Before)
{
    /// <inheritdoc/>
    public override string ToString() => (From, Before) switch
    {
        (null, null) => "all keys",
        (null, _) => $"keys before {Before}",
        (_, null) => $"keys from {From}",
        _ => $"keys from {From} to before {Before}",
    };
}

/// <summary>What a slice is narrowed by, and what a source can narrow by.</summary>
[Flags]
public enum SliceKinds
{
    /// <summary>Nothing: the whole entity.</summary>
    None = 0,

    /// <summary>A list of keys.</summary>
    Keys = 1,

    /// <summary>A range of business dates.</summary>
    Dates = 2,

    /// <summary>One company.</summary>
    Company = 4,

    /// <summary>A range of keys.</summary>
    KeyRange = 8,
}
